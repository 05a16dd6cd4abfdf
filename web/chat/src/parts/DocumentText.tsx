/** The text of an original, as issued: headings, clauses, tables; then where it comes from. */
import type { JSX } from "preact";
import { t } from "../../../shared/text";
import type { PolicyDocument } from "../../../shared/types";
import { cellsOf, type ClauseBlock, type Line, type Piece } from "../clauseLayout";
import { DocumentSources } from "./DocumentSources";

interface Props {
  document: PolicyDocument;
  blocks: ClauseBlock[];
  marker: number | null;
  page: number | null;
}

interface Row {
  cells: Piece[][];
  /** The clause that is this row, where a row is one. */
  block: ClauseBlock | null;
}

export function DocumentText({ document, blocks, marker, page }: Props) {
  const note = <Note marker={marker} page={page} />;
  const shown = withTables(
    blocks,
    (block) => (block.lines.every((line) => line.look === "row") ? block.lines.map((line) => rowOf(line, block)) : null),
    (block) =>
      block.isTarget ? (
        <section class="clause-target" id={`clause-${block.clauseId}`}>
          {note}
          <Lines lines={block.lines} />
        </section>
      ) : (
        <div id={block.clauseId ? `clause-${block.clauseId}` : undefined}>
          <Lines lines={block.lines} />
        </div>
      ),
    (rows) => (rows.some((row) => row.block?.isTarget) ? note : null),
  );
  return (
    <>
      {shown}
      <DocumentSources document={document} />
    </>
  );
}

function Note({ marker, page }: { marker: number | null; page: number | null }) {
  const words = page === null ? t("document.citedHere") : t("document.citedOnPage", { page });
  return (
    <p class="clause-note">
      {marker !== null && <span class="chip current">{marker}</span>}
      {marker === null ? t("document.here") : words}
    </p>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  const shown = withTables(
    lines,
    (line) => (line.look === "row" ? [rowOf(line, null)] : null),
    (line) => <LineOfText line={line} />,
    () => null,
  );
  return <>{shown}</>;
}

/** Draw items one by one, but rows that follow each other as one table, with what stands above it. */
function withTables<Item>(
  items: Item[],
  rowsOf: (item: Item) => Row[] | null,
  draw: (item: Item) => JSX.Element,
  above: (rows: Row[]) => JSX.Element | null,
): JSX.Element[] {
  const shown: JSX.Element[] = [];
  let rows: Row[] = [];
  const closeTable = () => {
    if (rows.length) shown.push(<Table key={shown.length} rows={rows} above={above(rows)} />);
    rows = [];
  };
  for (const item of items) {
    const found = rowsOf(item);
    if (found) rows.push(...found);
    else {
      closeTable();
      shown.push(<div key={shown.length}>{draw(item)}</div>);
    }
  }
  closeTable();
  return shown;
}

/** Rows that follow each other are one table; its first row names the columns. */
function Table({ rows, above }: { rows: Row[]; above: JSX.Element | null }) {
  const [head, ...rest] = rows;
  return (
    <>
      {above}
      <div class="original-table" tabIndex={0} role="region" aria-label={t("document.table")}>
        <table>
          <thead>{head && <TableRow row={head} Cell="th" />}</thead>
          <tbody>
            {rest.map((row, index) => (
              <TableRow key={index} row={row} Cell="td" />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function TableRow({ row: { cells, block }, Cell }: { row: Row; Cell: "th" | "td" }) {
  return (
    <tr class={block?.isTarget ? "clause-target" : undefined} id={block?.clauseId ? `clause-${block.clauseId}` : undefined}>
      {cells.map((cell, index) => (
        <Cell key={index} scope={Cell === "th" ? "col" : undefined}>
          {words(cell)}
        </Cell>
      ))}
    </tr>
  );
}

function rowOf(line: Line, block: ClauseBlock | null): Row {
  return { cells: cellsOf(line), block };
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
