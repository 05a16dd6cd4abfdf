/** What stands beside the conversation; on a phone it covers the page. */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { panel } from "../state";
import { later, whenIdle } from "./later";

const COVERS = "(max-width: 639px)";

const load = async () => (await import("./PanelContent")).PanelContent;
const PanelContent = later(load);

export function PanelHost() {
  const shown = panel.value;
  useCover(shown !== null);
  useEffect(() => whenIdle(() => void load().catch(() => undefined)), []);
  return shown && <PanelContent key={shown.kind} shown={shown} />;
}

/** Where a panel covers the page, what lies under it can be neither reached nor read. */
function useCover(isOpen: boolean): void {
  useLayoutEffect(() => {
    const under = [document.getElementById("main"), document.querySelector(".head"), document.querySelector(".skip")];
    const isCovered = isOpen && window.matchMedia(COVERS).matches;
    for (const element of under) element?.toggleAttribute("inert", isCovered);
  }, [isOpen]);
}
