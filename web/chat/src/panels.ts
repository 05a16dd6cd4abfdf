/** Opening and closing what stands beside the conversation. Focus goes in, and back to where it came from. */
import { tellHost } from "./embed";
import { embedded, panel, turns, view, type DocumentTarget, type Panel, type View } from "./state";
import type { Answer, Prefill, RelatedEntry } from "../../shared/types";

let opener: HTMLElement | null = null;
let mark: string | null = null;

/** Open a panel; the back button of a phone closes it. */
export function openPanel(next: Panel): void {
  if (!panel.peek()) {
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    mark = opener?.dataset["opener"] ?? null;
    if (!embedded) window.history.pushState({ youda: "panel" }, "");
  }
  panel.value = next;
  tellHost({ type: "resize", wide: true });
}

/** Close the panel and give focus back. */
export function closePanel(): void {
  if (!panel.peek()) return;
  hidePanel();
  if (historyMark() === "panel") window.history.back();
}

/** Show a whole-page view and put it into the address, so that it can be shared and left by the back button. */
export function showView(next: View): void {
  if (next === view.peek()) return closePanel();
  hidePanel();
  view.value = next;
  const url = new URL(window.location.href);
  if (next === "progress") url.searchParams.set("view", "progress");
  else url.searchParams.delete("view");
  url.pathname = "/";
  url.hash = "";
  if (historyMark() === "panel") window.history.replaceState({ youda: "view" }, "", url);
  else window.history.pushState({ youda: "view" }, "", url);
  window.scrollTo(0, 0);
}

/** Follow the back and forward buttons. */
export function followHistory(): void {
  window.addEventListener("popstate", () => {
    if (panel.peek() && historyMark() !== "panel") hidePanel();
    view.value = viewOfAddress();
  });
}

/** The view that the address names. */
export function viewOfAddress(): View {
  if (window.location.pathname.startsWith("/doc/")) return "document";
  return new URLSearchParams(window.location.search).get("view") === "progress" ? "progress" : "chat";
}

/** Open the document of one citation of an answer. */
export function openCitation(answer: Answer, marker: number): void {
  const citation = answer.citations.find((each) => each.marker === marker);
  if (citation) openPanel({ kind: "document", target: targetOf(answer, marker) });
}

/** What the viewer needs to show citation `marker` and walk to the others. */
export function targetOf(answer: Answer, marker: number): DocumentTarget {
  const citation = answer.citations.find((each) => each.marker === marker);
  return {
    documentId: citation?.document_id ?? "",
    version: citation?.version ?? null,
    clauseId: citation?.clause_id ?? null,
    citations: answer.citations,
    marker,
  };
}

/** Open a related document, which is shown without any mark of quotation. */
export function openRelated(related: RelatedEntry): void {
  const { document_id: documentId, version, clause_id: clauseId } = related;
  openPanel({ kind: "document", target: { documentId, version, clauseId, citations: [], marker: null } });
}

/** Open the petition form, filled from an answer where there is one; else from the last that offers it. */
export function openPetition(prefill: Prefill | null): void {
  openPanel({ kind: "petition", prefill: prefill ?? lastPrefill() });
}

function lastPrefill(): Prefill | null {
  const last = turns.peek()[turns.peek().length - 1];
  return last?.view.peek().answer?.prefill ?? null;
}

function hidePanel(): void {
  if (!panel.peek()) return;
  panel.value = null;
  tellHost({ type: "resize", wide: false });
  window.requestAnimationFrame(returnFocus);
}

function returnFocus(): void {
  const again = mark ? document.querySelector<HTMLElement>(`[data-opener="${CSS.escape(mark)}"]`) : null;
  const target = opener?.isConnected ? opener : (again ?? document.getElementById("composer"));
  target?.focus();
  opener = null;
}

function historyMark(): string | null {
  const state = window.history.state as { youda?: string } | null;
  return state?.youda ?? null;
}
