/** An answer in care mode: a few statements, each with a large button to its original instead of chips. */
import { bracketed, t } from "../../../shared/text";
import type { Answer, Citation } from "../../../shared/types";
import { markersOf, type Block, type Inline } from "../grammar";
import { Icon } from "../icons";
import { inlines, followCitation } from "./AnswerBlocks";

interface Statement {
  heading: Inline[] | null;
  lines: Inline[][];
}

export function CareStatements({ blocks, answer }: { blocks: Block[]; answer: Answer }) {
  return (
    <div class="statements">
      {statements(blocks).map((statement, index) => (
        <div key={index} class="statement">
          <div class="statement-text">
            {statement.lines.map((line, at) => (
              <p key={at} class={index === 0 && at === 0 ? "first" : undefined}>
                {at === 0 && statement.heading && <strong>{heading(statement.heading)}</strong>}
                {inlines(line, null)}
              </p>
            ))}
          </div>
          <div class="statement-links">
            {citationsOf(statement, answer).map((citation) => (
              <OriginalButton key={citation.marker} citation={citation} answer={answer} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function OriginalButton({ citation, answer }: { citation: Citation; answer: Answer }) {
  return (
    <a
      class="button original"
      href={citation.url}
      aria-label={`${t("care.original", { label: citation.clause_label })} ${bracketed(citation.title)}`}
      data-opener={`care-${answer.message_id}-${citation.marker}`}
      onClick={(event) => followCitation(event, answer, citation.marker)}
    >
      {t("care.original", { label: citation.clause_label })}
      <Icon name="chevronRight" size={24} />
    </a>
  );
}

function heading(pieces: Inline[]): string {
  return t("heading.colon", { heading: pieces.map((piece) => ("text" in piece ? piece.text : "")).join("") });
}

function citationsOf(statement: Statement, answer: Answer): Citation[] {
  const markers = new Set(statement.lines.flatMap(markersOf));
  return answer.citations.filter((citation) => markers.has(citation.marker));
}

function statements(blocks: Block[]): Statement[] {
  const found: Statement[] = [];
  let heading: Inline[] | null = null;
  for (const block of blocks) {
    if (block.kind === "heading") {
      heading = block.inlines;
      continue;
    }
    found.push({ heading, lines: block.kind === "list" ? block.items : [block.inlines] });
    heading = null;
  }
  return found;
}
