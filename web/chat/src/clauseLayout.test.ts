import { describe, expect, it } from "vitest";
import type { Clause, PolicyDocument } from "../../shared/types";
import { findClause, layOut, locateQuote, type ClauseBlock, type Piece } from "./clauseLayout";

const BODY = "关于印发办法的通知\n第一章　总则\n第一条　为了𠮷祥，制定本办法。\n（一）甲；\n（二）乙。\n第二条　自发布之日起施行。\n";

function clause(id: string, kind: string, number: string, words: string, parent: string | null): Clause {
  const start = Array.from(BODY.slice(0, BODY.indexOf(words))).length;
  const end = start + Array.from(words).length;
  const depth = parent ? 1 : 0;
  return { id, parent_id: parent, kind, number, heading: "", label: number, depth, start, end, text: words };
}

const CLAUSES = [
  clause("z1", "chapter", "第一章", "第一章　总则", null),
  clause("t1", "article", "第一条", "第一条　为了𠮷祥，制定本办法。", "z1"),
  clause("t1.x1", "item", "（一）", "（一）甲；", "t1"),
  clause("t1.x2", "item", "（二）", "（二）乙。", "t1"),
  clause("t2", "article", "第二条", "第二条　自发布之日起施行。", "z1"),
];

const DOCUMENT = { body: BODY, clauses: CLAUSES } as PolicyDocument;

const textOf = (pieces: Piece[]) => pieces.map((piece) => piece.text).join("");
const wordsOf = (blocks: ClauseBlock[]) =>
  blocks.flatMap((block) => block.lines.map((line) => textOf(line.number) + textOf(line.pieces)));

describe("layOut", () => {
  it("shows every line of the body once and in order", () => {
    expect(wordsOf(layOut(DOCUMENT, null, null))).toEqual(BODY.trim().split("\n"));
  });

  it("sets the cited article apart together with its items", () => {
    const targets = layOut(DOCUMENT, "t1", null).filter((block) => block.isTarget);
    expect(wordsOf(targets)).toEqual(["第一条　为了𠮷祥，制定本办法。", "（一）甲；", "（二）乙。"]);
  });

  it("keeps an article's number and its first paragraph on one line when they are nodes of their own", () => {
    const body = "第一条 为了规范，制定本办法。\n（一）甲；";
    const base = { heading: "", number: "1", depth: 0 };
    const clauses = [
      { ...base, id: "t1", parent_id: null, kind: "article", label: "第一条", start: 0, end: 3, text: "第一条" },
      { ...base, id: "t1.k1", parent_id: "t1", kind: "paragraph", label: "第一条", start: 4, end: 14, text: "" },
      { ...base, id: "t1.x1", parent_id: "t1.k1", kind: "item", label: "（一）", start: 15, end: 20, text: "" },
    ];
    const [block, ...rest] = layOut({ body, clauses, title: "办法" } as unknown as PolicyDocument, "t1", null);
    expect(rest).toEqual([]);
    expect(block?.lines.map((line) => textOf(line.number))).toEqual(["第一条", ""]);
    expect(block?.lines[0]?.pieces[0]?.text).toBe(" 为了规范，制定本办法。");
  });

  it("marks exactly the quoted words, counting rare characters once", () => {
    const start = Array.from(BODY.slice(0, BODY.indexOf("制定本办法"))).length;
    const quote = locateQuote(BODY, { quote: "制定本办法", start, end: start + 5 });
    const pieces = layOut(DOCUMENT, "t1", quote).flatMap((block) => block.lines.flatMap((line) => line.pieces));
    expect(pieces.filter((piece) => piece.isQuoted).map((piece) => piece.text)).toEqual(["制定本办法"]);
  });

  it("marks a quotation that runs over several lines in each of them", () => {
    const quote = locateQuote(BODY, { quote: "制定本办法。\n（一）甲；", start: 0, end: 1 });
    const pieces = layOut(DOCUMENT, "t1", quote).flatMap((block) => block.lines.flatMap((line) => line.pieces));
    expect(pieces.filter((piece) => piece.isQuoted).map((piece) => piece.text)).toEqual(["制定本办法。", "（一）甲；"]);
  });

  it("does not tint a whole chapter when one sentence of it is quoted", () => {
    const quote = locateQuote(BODY, { quote: "自发布之日起施行", start: 0, end: 0 });
    const targets = layOut(DOCUMENT, "z1", quote).filter((block) => block.isTarget);
    expect(wordsOf(targets)).toEqual(["第二条　自发布之日起施行。"]);
  });
});

describe("locateQuote", () => {
  it("finds nothing for words that are not in the text", () => {
    expect(locateQuote(BODY, { quote: "没有的话", start: 0, end: 4 })).toBeNull();
  });
});

describe("findClause", () => {
  it("takes an id or a label", () => {
    expect(findClause(CLAUSES, "t2")).toBe("t2");
    expect(findClause(CLAUSES, "第二条")).toBe("t2");
    expect(findClause(CLAUSES, "第九条")).toBeNull();
  });
});
