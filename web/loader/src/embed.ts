/** The loader that a host page includes: one button, a window created at first opening, and a small JS API.
 *
 * <script src="https://HOST/ui/loader/embed.js" data-site="SITE" async></script>
 * window.YOUDA: open(), close(), ask(question); the event "youda:ready" says that it is there
 */
import texts from "../locales/zh-CN.json";
import { addStyle, makeButton } from "./button";
import { frameAddress, pageAddress, readMessage, type FromWidget } from "./protocol";
import { recall, remember } from "./session";

interface Api {
  open: () => void;
  close: () => void;
  ask: (question: string) => void;
}

const SILENCE_MS = 4_000; // after its load; longer than a slow network needs for the page's own texts

function start(script: HTMLScriptElement): Api {
  const origin = new URL(script.src).origin;
  const { site = "", color, microphone } = script.dataset;
  const label = script.dataset.label || texts.open;
  const waiting: string[] = [];
  let frame: HTMLIFrameElement | null = null;
  let isReady = false;
  let isRefused = false;
  let unread = 0;

  const root = document.createElement("div").attachShadow({ mode: "open" });
  const button = makeButton(label, color);
  const badge = button.lastChild as HTMLElement;
  addStyle(root);
  root.append(button);

  const post = (message: Record<string, unknown>) => {
    if (frame && frame.contentWindow) frame.contentWindow.postMessage({ youda: 1, ...message }, origin);
  };
  const show = (isOpen: boolean) => {
    if (isOpen && isRefused) {
      openPage();
      return;
    }
    if (isOpen && !frame) root.append((frame = makeFrame()));
    const wasOpen = button.hidden;
    if (frame) frame.hidden = !isOpen;
    button.hidden = isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      setUnread(0);
      fit();
      if (frame) frame.focus({ preventScroll: true });
      if (isReady) post({ type: "open" });
    } else if (wasOpen) {
      post({ type: "close" });
      button.focus({ preventScroll: true });
    }
  };
  const makeFrame = () => {
    const made = document.createElement("iframe");
    made.src = frameAddress(origin, site, location.origin);
    made.title = label;
    made.allow = microphone === undefined ? "clipboard-write" : "clipboard-write; microphone";
    // A page that is refused (by its frame-ancestors, or by this page's frame-src) loads too, but never says "ready".
    made.addEventListener("load", () => setTimeout(() => isReady || refuse(), SILENCE_MS));
    return made;
  };
  const refuse = () => {
    console.warn(`Youda: ${origin} did not open as a widget on ${location.origin}. Is this origin listed for site "${site}"?`);
    show(false);
    if (frame) frame.remove();
    frame = null;
    isRefused = true;
    button.setAttribute("aria-label", `${label}${texts.newPage}`);
  };
  const openPage = () => window.open(pageAddress(origin, site, waiting.pop()), "_blank", "noopener");
  const setUnread = (count: number) => {
    unread = count;
    badge.hidden = count < 1;
    badge.textContent = count > 9 ? "9+" : String(count);
    if (count > 0) button.setAttribute("aria-label", `${label}${texts.unread.replace("{count}", String(count))}`);
    else button.removeAttribute("aria-label");
  };
  /** On a phone the window ends where the soft keyboard begins. */
  const fit = () => {
    const view = window.visualViewport;
    if (!frame || !view) return;
    const isFull = matchMedia("(max-width:639px)").matches && view.scale < 1.05;
    frame.style.height = isFull ? `${view.height}px` : "";
    frame.style.top = isFull ? `${view.offsetTop}px` : "";
  };
  const take = (message: FromWidget) => {
    if (message.type === "ready") {
      isReady = true;
      post({ type: "init", session: recall() });
      if (button.hidden) post({ type: "open" });
      for (const question of waiting.splice(0)) post({ type: "ask", question });
    } else if (message.type === "session") remember(message.session);
    else if (message.type === "close") show(false);
    else if (message.type === "unread" && frame && frame.hidden) setUnread(unread + message.count);
    else if (message.type === "resize" && frame) frame.classList.toggle("wide", message.wide);
  };

  button.addEventListener("click", () => show(true));
  window.addEventListener("message", (event) => {
    const message = readMessage(event, origin, frame && frame.contentWindow);
    if (message) take(message);
  });
  if (window.visualViewport) {
    window.visualViewport.addEventListener("resize", fit);
    window.visualViewport.addEventListener("scroll", fit);
  }
  document.body.append(root.host);
  return {
    open: () => show(true),
    close: () => show(false),
    ask: (question) => {
      if (isReady) post({ type: "ask", question });
      else waiting.push(question);
      show(true);
    },
  };
}

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { YOUDA?: Api };

function begin(): void {
  if (!script || page.YOUDA) return;
  page.YOUDA = start(script);
  window.dispatchEvent(new Event("youda:ready"));
}

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin);
