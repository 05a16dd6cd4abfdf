/** The widget's side of the talk with its host page: named origin only, from the parent only. */
import { embedded } from "./state";

export type ToHost =
  | { type: "ready" }
  | { type: "session"; session: string }
  | { type: "close" }
  | { type: "unread"; count: number }
  | { type: "resize"; wide: boolean };

export interface FromHost {
  init: (session: string | null) => void;
  open: () => void;
  close: () => void;
  ask: (question: string) => void;
}

interface HostMessage {
  youda?: unknown;
  type?: unknown;
  session?: unknown;
  question?: unknown;
}

const hostOrigin = embedded ? new URLSearchParams(window.location.search).get("host") : null;

/** Send a message to the host page; does nothing outside a widget. */
export function tellHost(message: ToHost): void {
  if (hostOrigin && window.parent !== window) window.parent.postMessage({ youda: 1, ...message }, hostOrigin);
}

/** Listen to the host page and say that the widget is ready. */
export function listenToHost(handlers: FromHost): void {
  if (!hostOrigin) return;
  window.addEventListener("message", (event: MessageEvent<HostMessage>) => {
    if (event.origin !== hostOrigin || event.source !== window.parent || event.data?.youda !== 1) return;
    const { type, session, question } = event.data;
    if (type === "init") handlers.init(typeof session === "string" ? session : null);
    else if (type === "open") handlers.open();
    else if (type === "close") handlers.close();
    else if (type === "ask" && typeof question === "string") handlers.ask(question);
  });
  tellHost({ type: "ready" });
}
