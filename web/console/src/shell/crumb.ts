import { useEffect, useSyncExternalStore } from "react";

import { t } from "../text";

let current = "";
const listeners = new Set<() => void>();

function keep(name: string): void {
  current = name;
  listeners.forEach((listener) => listener());
}

/** Name the open page in the header and in the window's title. */
export function useTitle(name: string): void {
  useEffect(() => {
    keep(name);
    document.title = name === "" ? t("shell.name") : t("shell.title", { page: name });
  }, [name]);
}

/** The name the open page gave itself. */
export function useCrumb(): string {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => current,
  );
}
