/** The original at the clause: who issued it, whether it governs, and the exact words that were quoted. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Citation, PolicyDocument } from "../../../shared/types";
import { getJson, ProblemError } from "../api";
import { findClause, layOut, locateQuote } from "../clauseLayout";
import type { DocumentTarget } from "../state";
import { DocumentFoot } from "./DocumentFoot";
import { DocumentHead } from "./DocumentHead";
import { DocumentText } from "./DocumentText";
import { Outline } from "./Outline";
import { CloseButton } from "./PanelFrame";

interface Props {
  target: DocumentTarget;
  onMove: (marker: number) => void;
  isPanel?: boolean;
}

const loaded = new Map<string, PolicyDocument>();

export function DocumentViewer({ target, onMove, isPanel = false }: Props) {
  const { document, failure } = useDocument(target);
  if (failure || !document) {
    return (
      <div class="panel-head">
        <p role={failure ? "alert" : "status"}>{failure || t("status.loading")}</p>
        {isPanel && <CloseButton />}
      </div>
    );
  }
  return <Loaded document={document} target={target} onMove={onMove} isPanel={isPanel} />;
}

function Loaded({ document, target, onMove, isPanel }: Props & { document: PolicyDocument }) {
  const picked = useSignal<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const citation = citationOf(target, document);
  const anchor = picked.value ?? target.clauseId;
  const clauseId = anchor === null ? null : findClause(document.clauses, anchor);
  const isAtCitation = citation !== null && clauseId === citation.clause_id;
  const blocks = useMemo(() => {
    const quote = citation && isAtCitation ? locateQuote(document.body, citation) : null;
    return layOut(document, clauseId, quote);
  }, [document, clauseId, citation, isAtCitation]);
  useEffect(() => {
    picked.value = null;
  }, [target]);
  useEffect(() => showTarget(scroller.current), [blocks]);
  return (
    <>
      <DocumentHead document={document} isPanel={isPanel ?? false} />
      <div class="reader">
        <Outline document={document} target={target} current={clauseId} onPick={(id) => (picked.value = id)} />
        <div class="reader-text" ref={scroller} tabIndex={0} role="region" aria-label={document.title}>
          <DocumentText
            document={document}
            blocks={blocks}
            marker={isAtCitation ? target.marker : null}
            page={citation?.page ?? null}
          />
        </div>
      </div>
      <DocumentFoot document={document} target={target} citation={citation} clauseId={clauseId} onMove={onMove} />
    </>
  );
}

function citationOf(target: DocumentTarget, document: PolicyDocument): Citation | null {
  const found = target.citations.find((each) => each.marker === target.marker);
  return found && found.document_id === document.document_id ? found : null;
}

function useDocument(target: DocumentTarget): { document: PolicyDocument | null; failure: string } {
  const address = addressOf(target);
  const document = useSignal<PolicyDocument | null>(loaded.get(address) ?? null);
  const failure = useSignal("");
  useEffect(() => {
    let isCurrent = true;
    failure.value = "";
    document.value = loaded.get(address) ?? null;
    if (document.value) return;
    getJson<PolicyDocument>(address)
      .then((found) => {
        loaded.set(address, found);
        if (isCurrent) document.value = found;
      })
      .catch((error: unknown) => {
        if (isCurrent) failure.value = failureText(error);
      });
    return () => {
      isCurrent = false;
    };
  }, [address]);
  return { document: document.value, failure: failure.value };
}

function addressOf({ documentId, version }: DocumentTarget): string {
  const base = `/api/documents/${encodeURIComponent(documentId)}`;
  return version === null ? base : `${base}/versions/${version}`;
}

function failureText(error: unknown): string {
  return error instanceof ProblemError && error.status === 404 ? t("document.missing") : t("document.failed");
}

/** Bring the clause into view with what stands before it, because exceptions live there. */
function showTarget(box: HTMLDivElement | null): void {
  const block = box?.querySelector<HTMLElement>(".clause-target");
  if (!box || !block) return;
  const quoted = block.querySelector<HTMLElement>("mark");
  const top = (element: HTMLElement) => element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  const isLong = quoted !== null && top(quoted) - top(block) > box.clientHeight * 0.6;
  box.scrollTop = top(isLong ? quoted : block) - Math.min(140, box.clientHeight * 0.3);
}
