/** Lays a document's body out by its clauses, with the cited clause set apart and the quoted words marked. */
import { t } from "../../shared/text";
import type { Clause, PolicyDocument } from "../../shared/types";

export interface Piece {
  text: string;
  isQuoted: boolean;
}

/** `number` are the words that open the clause and are set in bold, `pieces` the rest. */
export interface Line {
  look: "heading" | "subheading" | "text" | "row";
  number: Piece[];
  pieces: Piece[];
}

/** Consecutive lines of one clause; `isTarget` for the clause that is cited or linked to, with what stands under it. */
export interface ClauseBlock {
  clauseId: string | null;
  isTarget: boolean;
  lines: Line[];
}

export interface Span {
  start: number;
  end: number;
}

const CONTAINERS = new Set(["part", "chapter", "section", "appendix"]);
const SUBHEADINGS = new Set(["level1", "level2"]);
const CELL_MARK = " | ";
const MAX_HEADING_CHARS = 40;
const MAX_NUMBER_CHARS = 12;

/** Cut the body into blocks of lines. Offsets count characters as the server does, not UTF-16 units. */
export function layOut(document: PolicyDocument, targetId: string | null, quote: Span | null): ClauseBlock[] {
  const body = new Characters(document.body);
  const targets = targetFamily(document.clauses, targetId);
  const isWide = CONTAINERS.has(document.clauses.find((clause) => clause.id === targetId)?.kind ?? "");
  const blocks: ClauseBlock[] = [];
  for (const { start, end, owners } of ownedLines(body, document.clauses)) {
    const line = lineOf(body, { start, end }, owners[0] ?? null, quote, document.title);
    const isInQuote = quote === null || (start < quote.end && quote.start < end);
    const isTarget = owners.some((owner) => targets.has(owner.id)) && (!isWide || isInQuote);
    const last = blocks[blocks.length - 1];
    if (isTarget && last?.isTarget) last.lines.push(line);
    else blocks.push({ clauseId: owners[0]?.id ?? null, isTarget, lines: [line] });
  }
  return blocks;
}

/** The cells of a row of a table, each with its quoted words marked. */
export function cellsOf(line: Line): Piece[][] {
  const cells: Piece[][] = [[]];
  for (const piece of [...line.number, ...line.pieces]) {
    piece.text.split(CELL_MARK).forEach((text, index) => {
      if (index > 0) cells.push([]);
      if (text) cells[cells.length - 1]?.push({ ...piece, text });
    });
  }
  return cells;
}

/** Where a citation's quotation stands in the body: at its offsets, or wherever the same words are. */
export function locateQuote(text: string, citation: { quote: string } & Span): Span | null {
  const body = new Characters(text);
  if (body.slice(citation.start, citation.end) === citation.quote) return { start: citation.start, end: citation.end };
  const at = text.indexOf(citation.quote);
  if (at < 0) return null;
  const start = Array.from(text.slice(0, at)).length;
  return { start, end: start + Array.from(citation.quote).length };
}

/** The clause a link names: by id, or by label as people write it. */
export function findClause(clauses: Clause[], anchor: string): string | null {
  const found = clauses.find((clause) => clause.id === anchor) ?? clauses.find((clause) => clause.label === anchor);
  return found?.id ?? null;
}

/** Text by character offsets; characters outside the basic plane count once. */
class Characters {
  private readonly points: string[] | null;

  constructor(private readonly text: string) {
    this.points = /[\ud800-\udbff]/.test(text) ? Array.from(text) : null;
  }

  get length(): number {
    return this.points?.length ?? this.text.length;
  }

  slice(start: number, end: number): string {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }
}

function targetFamily(clauses: Clause[], targetId: string | null): Set<string> {
  const family = new Set<string>();
  for (const clause of clauses) {
    const isChild = clause.parent_id !== null && family.has(clause.parent_id);
    if (clause.id === targetId || isChild) family.add(clause.id);
  }
  return family;
}

/** Give every character to the innermost clause that holds it, or to none. */
function ownSpans(clauses: Clause[], length: number): (Span & { clause: Clause | null })[] {
  const spans: (Span & { clause: Clause | null })[] = [];
  const open: Clause[] = [];
  let at = 0;
  const reach = (to: number) => {
    if (to > at) spans.push({ clause: open[open.length - 1] ?? null, start: at, end: to });
    at = Math.max(at, to);
  };
  const closeUntil = (start: number) => {
    for (let top = open[open.length - 1]; top && top.end <= start; top = open[open.length - 1]) {
      reach(top.end);
      open.pop();
    }
  };
  for (const clause of [...clauses].sort((a, b) => a.start - b.start || a.depth - b.depth)) {
    closeUntil(clause.start);
    reach(clause.start);
    open.push(clause);
  }
  closeUntil(length);
  reach(length);
  return spans;
}

/** The lines that hold words, each with the clauses that own parts of it, in order. */
function ownedLines(body: Characters, clauses: Clause[]): (Span & { owners: Clause[] })[] {
  const spans = ownSpans(clauses, body.length);
  const lines: (Span & { owners: Clause[] })[] = [];
  let at = 0;
  let first = 0;
  for (const raw of body.slice(0, body.length).split("\n")) {
    const end = at + Array.from(raw).length;
    const lead = Array.from(raw).findIndex((character) => character.trim() !== "");
    while ((spans[first]?.end ?? Infinity) <= at) first++;
    const owners: Clause[] = [];
    for (let index = first; (spans[index]?.start ?? Infinity) < end; index++) {
      const owner = spans[index]?.clause;
      if (owner) owners.push(owner);
    }
    if (lead >= 0) lines.push({ start: at + lead, end, owners });
    at = end + 1;
  }
  return lines;
}

function lineOf(body: Characters, { start, end }: Span, owner: Clause | null, quote: Span | null, title: string): Line {
  const text = body.slice(start, end);
  const look = text.trim() === title ? "heading" : lookOf(owner, text);
  const number = look === "text" && owner && owner.start === start ? numberOf(owner, text) : "";
  const rest = start + Array.from(number).length;
  return { look, number: cut(body, start, rest, quote), pieces: cut(body, rest, end, quote) };
}

/** The words that open a clause and are set in bold: the number of an article, the name of a field of a guide. */
function numberOf(clause: Clause, text: string): string {
  const isShort = clause.text.length <= MAX_NUMBER_CHARS && clause.text !== text;
  const candidates = clause.kind === "article" ? [isShort ? clause.text : "", clause.label] : [];
  if (clause.heading) candidates.push(t("heading.colon", { heading: clause.heading }));
  return candidates.find((candidate) => candidate !== "" && text.startsWith(candidate)) ?? "";
}

function lookOf(clause: Clause | null, text: string): Line["look"] {
  if (text.includes(CELL_MARK)) return "row";
  if (!clause || text.length > MAX_HEADING_CHARS) return "text";
  if (CONTAINERS.has(clause.kind)) return "heading";
  return SUBHEADINGS.has(clause.kind) && clause.heading !== "" ? "subheading" : "text";
}

function cut(body: Characters, start: number, end: number, quote: Span | null): Piece[] {
  const from = Math.min(Math.max(quote?.start ?? start, start), end);
  const to = Math.min(Math.max(quote?.end ?? start, start), end);
  const pieces = [
    { text: body.slice(start, from), isQuoted: false },
    { text: body.slice(from, to), isQuoted: true },
    { text: body.slice(to, end), isQuoted: false },
  ];
  return pieces.filter((piece) => piece.text !== "");
}
