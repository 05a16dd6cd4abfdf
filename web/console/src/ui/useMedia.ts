import { useSyncExternalStore } from "react";

/** Whether a media query holds now, followed while the page is open. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Phones read; they do not edit. */
export const useIsPhone = () => useMedia("(max-width: 639.98px)");

/** Too narrow for three panes side by side. */
export const useIsNarrow = () => useMedia("(max-width: 1023.98px)");
