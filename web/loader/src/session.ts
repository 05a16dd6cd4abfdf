/** What the host page keeps for the widget in its own first-party storage: an opaque id, never words. */

const SESSION = "youda.session";

/** The id that was handed over last, or null. */
export function recall(): string | null {
  try {
    return localStorage.getItem(SESSION);
  } catch {
    return null;
  }
}

/** Keep the id; an empty one forgets it. */
export function remember(session: string): void {
  try {
    if (session) localStorage.setItem(SESSION, session);
    else localStorage.removeItem(SESSION);
  } catch {
    // Storage is blocked on this page: the conversation lasts as long as the window.
  }
}
