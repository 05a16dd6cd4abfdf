import { expect, it } from "vitest";

import type { FaqSheetOut, SourceSite } from "../api/types";
import { guessedMapping, isReady, maybeFaqs, originOf, sentMapping, withField } from "./faqMapping";
import { chosenSites, countStates, monthAfter } from "./sources";

const column = (header: string, field: "question" | "answer" | "similar" | null, confidence: number) => ({
  header,
  field,
  confidence,
});

const sheet = (isFaq = true): FaqSheetOut => ({
  name: "常见问题",
  is_faq: isFaq,
  header_row: 1,
  columns: [column("序号", null, 0), column("问题", "question", 1), column("内容", "answer", 0.7)],
  samples: [],
  row_count: 3,
  entry_count: 2,
  join_count: 0,
  joins: [],
  problem_count: 0,
  problems: [],
});

it("begins with what the server guessed and takes only sheets of questions", () => {
  expect(guessedMapping(sheet())).toEqual({
    name: "常见问题",
    isTaken: true,
    headerRow: 1,
    fields: [null, "question", "answer"],
  });
  expect(guessedMapping(sheet(false)).isTaken).toBe(false);
});

it("moves a field that one column has, and shares one that several may have", () => {
  const begun = guessedMapping(sheet());
  expect(withField(begun, 0, "question").fields).toEqual(["question", null, "answer"]);
  expect(withField(begun, 0, "answer").fields).toEqual(["answer", "question", "answer"]);
  expect(isReady(withField(begun, 1, null))).toBe(false);
});

it("sends only the sheets that are taken", () => {
  const taken = guessedMapping(sheet());
  expect(sentMapping([taken, { ...taken, name: "说明", isTaken: false }]).sheets.map(({ name }) => name)).toEqual([
    "常见问题",
  ]);
});

it("says where the meaning of a column comes from", () => {
  const [number, question, answer] = sheet().columns;
  expect(originOf(number!, null)).toBe("none");
  expect(originOf(question!, "question")).toBe("header");
  expect(originOf(answer!, "answer")).toBe("content");
  expect(originOf(answer!, "similar")).toBe("said");
});

it("looks at tables before it imports them, at nothing else", () => {
  expect(["问答.XLSX", "a.csv", "b.jsonl"].every(maybeFaqs)).toBe(true);
  expect(["办法.docx", "csv.pdf", "xlsx"].some(maybeFaqs)).toBe(false);
});

const site = (name: string, state: SourceSite["state"], mine = false) =>
  ({ name, state, kind: "news", url: "https://x.example", owner: "谷雨", department: null, may_tick: mine }) as SourceSite;

it("puts overdue sites first and counts every state", () => {
  const sites = [site("甲", "checked"), site("乙", "overdue"), site("丙", "due", true)];
  const all = { state: "", kind: "", q: "", isMine: false };
  expect(chosenSites(sites, all).map(({ name }) => name)).toEqual(["乙", "丙", "甲"]);
  expect(chosenSites(sites, { ...all, isMine: true }).map(({ name }) => name)).toEqual(["丙"]);
  expect(chosenSites(sites, { ...all, q: "谷雨" })).toHaveLength(3);
  expect(chosenSites(sites, { ...all, state: "due" })).toHaveLength(1);
  expect(countStates(sites)).toEqual({ overdue: 1, due: 1, checked: 1, not_due: 0, inactive: 0 });
});

it("steps over the turn of the year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
});
