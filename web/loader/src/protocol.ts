/** The few rules of the talk between host page and widget, apart from the page so that they can be tested. */

export type FromWidget =
  | { type: "ready" }
  | { type: "session"; session: string }
  | { type: "close" }
  | { type: "unread"; count: number }
  | { type: "resize"; wide: boolean };

/** Read a message of the widget, or null when it is none: wrong sender, wrong window, or somebody else's words. */
export function readMessage(
  event: { origin: string; source: unknown; data: unknown },
  origin: string,
  frame: unknown,
): FromWidget | null {
  if (!frame || event.origin !== origin || event.source !== frame) return null;
  const data = event.data as { youda?: unknown; type?: unknown } | null;
  return data && data.youda === 1 && typeof data.type === "string" ? (data as unknown as FromWidget) : null;
}

/** The address of the widget for a host page. */
export function frameAddress(origin: string, site: string, host: string): string {
  return `${pageAddress(origin, site)}&embed=1&host=${encodeURIComponent(host)}`;
}

/** The address of the full page, with a question filled in where there is one. */
export function pageAddress(origin: string, site: string, question = ""): string {
  return `${origin}/?site=${encodeURIComponent(site)}${question && `&q=${encodeURIComponent(question)}`}`;
}
