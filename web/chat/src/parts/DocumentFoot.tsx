/** The way from one cited clause to the next, and taking a quotation along. */
import { bracketed, t } from "../../../shared/text";
import type { Citation, Clause, PolicyDocument } from "../../../shared/types";
import { Icon } from "../icons";
import { copyText, type DocumentTarget } from "../state";

interface Props {
  document: PolicyDocument;
  target: DocumentTarget;
  citation: Citation | null;
  clauseId: string | null;
  onMove: (marker: number) => void;
}

export function DocumentFoot({ document, target, citation, clauseId, onMove }: Props) {
  const { citations, marker } = target;
  const at = citations.findIndex((each) => each.marker === marker);
  const previous = citations[at - 1];
  const next = citations[(at + 1) % citations.length];
  const clause = document.clauses.find((each) => each.id === clauseId) ?? null;
  return (
    <div class="panel-foot">
      {citations.length > 1 && at >= 0 && (
        <>
          <span class="foot-count wide">{t("document.count", { count: citations.length })}</span>
          {previous && (
            <button type="button" class="button wide" onClick={() => onMove(previous.marker)}>
              <Icon name="chevronLeft" />
              {t("document.previous")}
            </button>
          )}
          {next && (
            <button type="button" class="button" onClick={() => onMove(next.marker)}>
              {t("document.next", { label: next.clause_label })}
              <Icon name="chevronRight" />
            </button>
          )}
          <span class="tools-gap wide" />
        </>
      )}
      <button type="button" class="button" onClick={() => void copyText(quoteOf(document, citation, clause), t("copied.quote"))}>
        <Icon name="copy" />
        {t("document.copyQuote")}
      </button>
      <button type="button" class="button wide" onClick={() => void copyText(linkOf(document, clauseId), t("copied.link"))}>
        <Icon name="link" />
        {t("document.copyLink")}
      </button>
    </div>
  );
}

function quoteOf(document: PolicyDocument, citation: Citation | null, clause: Clause | null): string {
  const words = citation && citation.clause_id === clause?.id ? citation.quote : (clause?.text.trim() ?? document.title);
  const number = document.document_number ?? "";
  return `${t("quote.open")}${words}${t("quote.close")}\n${bracketed(document.title)}${number}${clause?.label ?? ""}`;
}

function linkOf(document: PolicyDocument, clauseId: string | null): string {
  const anchor = clauseId ? `#${encodeURIComponent(clauseId)}` : "";
  return `${window.location.origin}/doc/${encodeURIComponent(document.document_id)}?v=${document.version}${anchor}`;
}
