import type { ClauseOut } from "../api/types";

const GROUPS = new Set(["part", "chapter", "section", "appendix"]);
const LABELLED = new Set([...GROUPS, "article"]);

/** Whether a clause is a heading over others rather than text that can be cited. */
export const isGroup = (clause: Pick<ClauseOut, "kind">) => GROUPS.has(clause.kind);

/** One line for the tree: the locator in front where the text begins with it, and the rest of the first line. */
export function lineOf(clause: Pick<ClauseOut, "kind" | "label" | "heading" | "text">): { lead: string; rest: string } {
  const first = clause.text.trim().split("\n", 1)[0] ?? "";
  if (!LABELLED.has(clause.kind)) return { lead: "", rest: first === "" ? clause.heading || clause.label : first };
  const rest = first.startsWith(clause.label) ? first.slice(clause.label.length).trim() : clause.heading || first;
  return { lead: clause.label, rest };
}

export interface ClauseRow {
  clause: ClauseOut;
  /** The clauses this row stands for: its own, and a sole paragraph that is not shown apart. */
  ids: readonly string[];
  lead: string;
  rest: string;
  /** Clauses directly under this one that have rows of their own. */
  childCount: number;
}

/**
 * The rows of the tree in reading order. The locator of an article is a clause of its own and its text the paragraphs
 * below; an article with one paragraph becomes one row.
 */
export function rowsOf(clauses: readonly ClauseOut[]): ClauseRow[] {
  const children = childrenOf(clauses);
  const merged = new Set<string>();
  return clauses.flatMap((clause) => {
    if (merged.has(clause.id)) return [];
    const below = children.get(clause.id) ?? [];
    const sole = soleParagraph(clause, below);
    if (sole !== null) merged.add(sole.id);
    const line = lineOf(clause);
    const rest = line.rest === "" && sole !== null ? lineOf(sole).rest : line.rest;
    const ids = sole === null ? [clause.id] : [clause.id, sole.id];
    return [{ clause, ids, lead: line.lead, rest, childCount: below.length - ids.length + 1 }];
  });
}

function childrenOf(clauses: readonly ClauseOut[]): Map<string, ClauseOut[]> {
  const children = new Map<string, ClauseOut[]>();
  for (const clause of clauses) {
    const siblings = children.get(clause.parent_id ?? "");
    if (siblings === undefined) children.set(clause.parent_id ?? "", [clause]);
    else siblings.push(clause);
  }
  return children;
}

function soleParagraph(clause: ClauseOut, below: readonly ClauseOut[]): ClauseOut | null {
  const paragraphs = below.filter(({ kind }) => kind === "paragraph");
  const only = paragraphs[0];
  return clause.kind === "article" && paragraphs.length === 1 && only !== undefined ? only : null;
}

/** Where a clause with everything under it stands in the body; null when there is no such clause. */
export function rangeOf(clauses: readonly ClauseOut[], id: string): { start: number; end: number } | null {
  const inside = new Set([id]);
  const under = clauses.filter((clause) => {
    const belongs = inside.has(clause.id) || (clause.parent_id !== null && inside.has(clause.parent_id));
    if (belongs) inside.add(clause.id);
    return belongs;
  });
  if (under.length === 0) return null;
  return { start: Math.min(...under.map(({ start }) => start)), end: Math.max(...under.map(({ end }) => end)) };
}

/** The clause whose own text holds a position of the body; null between clauses. */
export function clauseAt(clauses: readonly Pick<ClauseOut, "id" | "start" | "end">[], position: number): string | null {
  return clauses.find(({ start, end }) => start <= position && position < end)?.id ?? null;
}
