/** The question this tab waits on, so that a reload goes on with it. Another tab has one of its own. */
const KEY = "youda.underway";

export interface UnderWay {
  question: string;
  /** The first event of its answer; null until the server has been heard. */
  firstId: string | null;
}

/** Note that a question was sent, or that its answer begins with `firstId`. */
export function noteUnderWay(question: string, firstId: string | null): void {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify({ question, firstId }));
  } catch {
    // Blocked or full: a reload then forgets a question that has no answer yet.
  }
}

/** Note that nothing is waited on any more. */
export function noteEnd(): void {
  try {
    window.sessionStorage.removeItem(KEY);
  } catch {
    // Blocked: nothing was noted.
  }
}

/** What the page waited on when it was left, or null. */
export function leftUnderWay(): UnderWay | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? "null") as UnderWay | null;
  } catch {
    return null;
  }
}
