/** The text of an original, as issued. */
import { t } from "../../../shared/text";
import type { PolicyDocument } from "../../../shared/types";
import type { ClauseBlock, Line, Piece } from "../clauseLayout";

interface Props {
  document: PolicyDocument;
  blocks: ClauseBlock[];
  marker: number | null;
  page: number | null;
}

export function DocumentText({ blocks, marker, page }: Props) {
  return (
    <>
      {blocks.map((block, index) =>
        block.isTarget ? (
          <section key={index} class="clause-target" id={`clause-${block.clauseId}`}>
            <p class="clause-note">
              {marker !== null && <span class="chip current">{marker}</span>}
              {note(marker, page)}
            </p>
            <Lines lines={block.lines} />
          </section>
        ) : (
          <div key={index} id={block.clauseId ? `clause-${block.clauseId}` : undefined}>
            <Lines lines={block.lines} />
          </div>
        ),
      )}
    </>
  );
}

function note(marker: number | null, page: number | null): string {
  if (marker === null) return t("document.here");
  return page === null ? t("document.citedHere") : t("document.citedOnPage", { page });
}

function Lines({ lines }: { lines: Line[] }) {
  return (
    <>
      {lines.map((line, index) => (
        <LineOfText key={index} line={line} />
      ))}
    </>
  );
}

function LineOfText({ line }: { line: Line }) {
  if (line.look === "heading") return <h3 class="original-heading">{words(line.pieces)}</h3>;
  return (
    <p class={line.look === "subheading" ? "original subheading" : "original"}>
      {line.number.length > 0 && <b>{words(line.number)}</b>}
      {words(line.pieces)}
    </p>
  );
}

function words(pieces: Piece[]) {
  return pieces.map((piece, index) =>
    piece.isQuoted ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
