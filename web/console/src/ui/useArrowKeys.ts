import type { KeyboardEvent } from "react";

const STEPS: Record<string, "next" | "previous"> = { ArrowDown: "next", j: "next", ArrowUp: "previous", k: "previous" };

/** Arrow keys (and j, k) move the focus along the elements that match, in the order of the page. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const step = STEPS[event.key];
  const at = event.target as HTMLElement;
  if (step === undefined || at.matches("input, textarea, select, [role=combobox]")) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const here = all.findIndex((element) => element === at || element.contains(at));
  const next = all[step === "next" ? here + 1 : Math.max(0, here - 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
