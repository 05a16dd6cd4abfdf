import { useEffect, useSyncExternalStore } from "react";

import { t } from "../text";

let current = "";
let waiting = 0;
const listeners = new Set<() => void>();

function keep(name: string): void {
  current = name;
  listeners.forEach((listener) => listener());
}

function writeTitle(): void {
  const title = current === "" ? t("shell.name") : t("shell.title", { page: current });
  document.title = waiting === 0 ? title : t("shell.title_waiting", { count: waiting, title });
}

/** Say in the window's title how many wait for a person. */
export function tellWaiting(count: number): void {
  waiting = count;
  writeTitle();
}

/** Name the open page in the header and in the window's title. */
export function useTitle(name: string): void {
  useEffect(() => {
    keep(name);
    writeTitle();
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
