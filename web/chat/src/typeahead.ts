/** What a half-typed question may mean: asked for while typing, a moment after the last key. */
import { signal } from "@preact/signals";
import type { Suggestion } from "../../shared/types";
import { getJson } from "./api";

const PAUSE_MS = 150;
const FEWEST_CHARS = 2;
const MOST_CHARS = 40;

export const suggestions = signal<Suggestion[]>([]);
export const chosen = signal(-1);

let timer = 0;
let asked = 0;

/** Look for what begins like `text`; a longer text is a question already, and a failure shows nothing. */
export function suggestFor(text: string): void {
  window.clearTimeout(timer);
  const words = text.trim();
  const number = ++asked;
  if (words.length < FEWEST_CHARS || words.length > MOST_CHARS || words.includes("\n")) return show([]);
  timer = window.setTimeout(() => {
    getJson<Suggestion[]>(`/api/suggestions?q=${encodeURIComponent(words)}`).then(
      (found) => number === asked && show(found),
      () => undefined,
    );
  }, PAUSE_MS);
}

/** Close the list; what is still on its way is not shown either. */
export function closeSuggestions(): void {
  window.clearTimeout(timer);
  asked++;
  show([]);
}

/** Move the mark up or down; past either end none is marked, so that Enter sends what is written. */
export function moveChoice(by: 1 | -1): void {
  const count = suggestions.value.length + 1;
  chosen.value = ((chosen.value + 1 + by + count) % count) - 1;
}

function show(found: Suggestion[]): void {
  suggestions.value = found;
  chosen.value = -1;
}
