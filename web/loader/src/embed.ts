/** The loader that a host page includes: one button, a window created at first opening, and a small JS API.
 *
 * <script src="https://HOST/ui/loader/embed.js" data-site="SITE" async></script>
 * window.YOUDA: open(), close(), ask(question)
 */
import texts from "../locales/zh-CN.json";
import { frameAddress, readMessage, type FromWidget } from "./protocol";
import { STYLE } from "./style";

interface Api {
  open: () => void;
  close: () => void;
  ask: (question: string) => void;
}

const SESSION = "youda.session";
const SVG = "http://www.w3.org/2000/svg";

function start(script: HTMLScriptElement): Api {
  const origin = new URL(script.src).origin;
  const site = script.dataset.site || "";
  const waiting: string[] = [];
  let frame: HTMLIFrameElement | null = null;
  let isReady = false;

  const root = document.createElement("div").attachShadow({ mode: "open" });
  const button = makeButton(script.dataset.label || texts.open);
  const badge = button.lastChild as HTMLElement;
  addStyle(root);
  root.append(button);

  const post = (message: Record<string, unknown>) => {
    if (frame && frame.contentWindow) frame.contentWindow.postMessage({ youda: 1, ...message }, origin);
  };
  const show = (isOpen: boolean) => {
    if (isOpen && !frame) root.append((frame = makeFrame(frameAddress(origin, site, location.origin))));
    if (frame) frame.hidden = !isOpen;
    button.hidden = isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      setUnread(0);
      if (frame) frame.focus();
      if (isReady) post({ type: "open" });
    } else {
      button.focus();
    }
  };
  const setUnread = (count: number) => {
    badge.hidden = count < 1;
    badge.textContent = String(count);
    if (count > 0) button.setAttribute("aria-label", texts.unread);
    else button.removeAttribute("aria-label");
  };
  const greet = () => {
    isReady = true;
    post({ type: "init", session: recall() });
    post({ type: "open" });
    for (const question of waiting.splice(0)) post({ type: "ask", question });
  };
  const take = (message: FromWidget) => {
    if (message.type === "ready") greet();
    else if (message.type === "session") remember(message.session);
    else if (message.type === "close") show(false);
    else if (message.type === "unread" && frame && frame.hidden) setUnread(message.count);
    else if (message.type === "resize" && frame) frame.classList.toggle("wide", message.wide);
  };

  button.addEventListener("click", () => show(true));
  window.addEventListener("message", (event) => {
    const message = readMessage(event, origin, frame && frame.contentWindow);
    if (message) take(message);
  });
  document.body.append(root.host);
  return {
    open: () => show(true),
    close: () => show(false),
    ask: (question) => {
      if (!isReady) waiting.push(question);
      show(true);
      if (isReady) post({ type: "ask", question });
    },
  };
}

function makeButton(label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  const badge = document.createElement("i");
  badge.hidden = true;
  button.append(makeMark(), label, badge);
  return button;
}

function makeMark(): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["width", "40"], ["height", "40"], ["viewBox", "0 0 34 34"], ["aria-hidden", "true"]] as const) {
    svg.setAttribute(name, value);
  }
  add(svg, "rect", { width: "34", height: "34", rx: "8", fill: "#083c82" });
  add(svg, "path", { d: "M9 17V9.5h8M25 17v7.5h-8", fill: "none", stroke: "#fff", "stroke-width": "3" });
  add(svg, "circle", { cx: "17", cy: "17", r: "2.8", fill: "#f5b93a" });
  return svg;
}

function add(svg: SVGElement, tag: string, attributes: Record<string, string>): void {
  const element = document.createElementNS(SVG, tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] || "");
  svg.append(element);
}

function makeFrame(address: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = texts.frame;
  frame.allow = "clipboard-write";
  return frame;
}

/** A constructed sheet passes a strict content security policy; old browsers get a style element. */
function addStyle(root: ShadowRoot): void {
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement("style");
  style.textContent = STYLE;
  (root as ShadowRoot).append(style);
}

/** The host page keeps only an opaque id; the words of the conversation stay on the server. */
function recall(): string | null {
  try {
    return localStorage.getItem(SESSION);
  } catch {
    return null;
  }
}

function remember(session: string): void {
  try {
    localStorage.setItem(SESSION, session);
  } catch {
    // Storage is blocked on this page: the conversation lasts as long as the window.
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { YOUDA?: Api };

if (script && !page.YOUDA) {
  if (document.body) page.YOUDA = start(script);
  else document.addEventListener("DOMContentLoaded", () => (page.YOUDA = start(script)));
}
