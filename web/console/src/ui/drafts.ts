const PREFIX = "youda.reply.";

/** What was typed and not yet sent, kept for this browser tab: it survives a reload, a conflict and a lost session. */
export function readDraft(number: string): string {
  try {
    return sessionStorage.getItem(PREFIX + number) ?? "";
  } catch {
    return "";
  }
}

/** Keep (or with an empty text, drop) what was typed; a browser without storage keeps nothing. */
export function keepDraft(number: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(PREFIX + number);
    else sessionStorage.setItem(PREFIX + number, text);
  } catch {
    // Storage is switched off: the text still stands in the form.
  }
}

/** Forget all drafts; the next person at this computer must not find them. */
export function dropDrafts(): void {
  try {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // Storage is switched off: there is nothing to forget.
  }
}
