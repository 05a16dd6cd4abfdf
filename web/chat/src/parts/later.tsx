/** Parts that the first view does not need: loaded when shown, and fetched ahead once the page is idle. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../../shared/text";

/** Wrap a part so that its code comes later; until then one line says that it is being read. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Part: ComponentType<P> | null = null;
  return function Later(props: P) {
    const isReady = useSignal(Part !== null);
    const failure = useSignal("");
    useEffect(() => {
      if (Part) return;
      load().then(
        (found) => {
          Part = found;
          isReady.value = true;
        },
        () => (failure.value = t("problem.network")),
      );
    }, []);
    if (isReady.value && Part) return <Part {...props} />;
    return (
      <p class="later" role={failure.value ? "alert" : "status"}>
        {failure.value || t("status.loading")}
      </p>
    );
  };
}

/** Run something once the page has nothing better to do. */
export function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: 3_000 });
  else setTimeout(run, 1_500);
}
