/** What the loader draws on the host page. Attributes and CSSOM only: a strict style-src refuses nothing of it. */
import { STYLE } from "./style";

const SVG = "http://www.w3.org/2000/svg";

/** The pill with the mark, its words, and the badge as its last child. */
export function makeButton(label: string, color?: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  if (color) button.style.backgroundColor = color;
  const badge = document.createElement("i");
  badge.hidden = true;
  button.append(makeMark(), label, badge);
  return button;
}

function makeMark(): SVGElement {
  const svg = add(null, "svg", { width: "40", height: "40", viewBox: "0 0 34 34", "aria-hidden": "true" });
  add(svg, "rect", { width: "34", height: "34", rx: "8", fill: "#0003" });
  add(svg, "path", { d: "M9 17V9.5h8M25 17v7.5h-8", fill: "none", stroke: "#fff", "stroke-width": "3" });
  add(svg, "circle", { cx: "17", cy: "17", r: "2.8", fill: "#f5b93a" });
  return svg;
}

function add(parent: SVGElement | null, tag: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] || "");
  if (parent) parent.append(element);
  return element;
}

/** A constructed sheet passes a strict content security policy; old browsers get a style element. */
export function addStyle(root: ShadowRoot): void {
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
