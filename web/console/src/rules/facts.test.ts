import { describe, expect, it } from "vitest";

import type { EntryDetail } from "../api/types";
import { factsOf, marksOf, numberEvidence, patchOf, splitList } from "./facts";
import { checksOf, offersFor } from "./review";

const entry = {
  document: {
    status: "draft",
    title: "办法",
    document_number: "云高管规〔2025〕3号",
    issuing_bodies: ["经济发展局", "财政局"],
    effective_from: "2025-07-01",
    effective_from_inferred: true,
    effective_to: null,
  },
  interpreter: null,
  tags: [],
  visibility: "public",
  service_item: null,
  findings: [],
  allowed: ["edit", "submit"],
  evidence: [
    { field: "effective_from", value: "2025-07-01", quote: "施行", start: 40, end: 42, confidence: 1 },
    { field: "document_number", value: "云高管规〔2025〕3号", quote: "云高管规〔2025〕3号", start: 8, end: 20, confidence: 1 },
    { field: "summary", value: "", quote: "", start: null, end: null, confidence: 0.4 },
  ],
} as unknown as EntryDetail;

describe("facts", () => {
  const evidence = numberEvidence(entry.evidence);
  const facts = new Map(factsOf(entry, evidence).map((fact) => [fact.field, fact]));

  it("numbers evidence in reading order and marks only what has a place", () => {
    expect(evidence.map(({ field }) => field)).toEqual(["document_number", "effective_from", "summary"]);
    expect(marksOf(evidence)).toEqual([
      { number: 1, start: 8, end: 20 },
      { number: 2, start: 40, end: 42 },
    ]);
  });
  it("tells what was read from what was worked out, typed in, or is missing", () => {
    expect(facts.get("document_number")?.origin).toBe("quoted");
    expect(facts.get("effective_from")?.origin).toBe("inferred");
    expect(facts.get("issuing_bodies")).toMatchObject({ origin: "entered", value: "经济发展局、财政局" });
    expect(facts.get("interpreter")?.origin).toBe("missing");
  });
  it("sends lists as lists, clears what was emptied, and knows the word for no number", () => {
    expect(patchOf("issuing_bodies", "甲局、乙局，丙局", 4)).toEqual({ lock: 4, issuing_bodies: ["甲局", "乙局", "丙局"] });
    expect(patchOf("effective_to", " ", 4)).toEqual({ lock: 4, effective_to: null });
    expect(patchOf("document_number", "无", 4)).toEqual({ lock: 4, document_number: "none" });
    expect(splitList(" 、，\n")).toEqual([]);
  });
});

describe("review steps", () => {
  const curator = { edits: true, reviews: false };
  const reviewer = { edits: false, reviews: true };
  const inReview = { ...entry, document: { ...entry.document, status: "in_review" }, allowed: [] } as unknown as EntryDetail;

  it("offers submission, and says how many things are missing", () => {
    expect(offersFor(entry, curator)).toEqual([{ step: "submit", enabled: true, reason: "" }]);
    const blocked = { ...entry, findings: [{ code: "x", text: "", blocks_publishing: true }] } as EntryDetail;
    expect(offersFor(blocked, curator)[0]).toMatchObject({ enabled: false, reason: "还差 1 项" });
  });
  it("counts empty required fields of a policy document among what is missing", () => {
    const policy = { ...entry, document: { ...entry.document, kind: "policy_document", issued_on: "2025-06-18", summary: null } };
    expect(checksOf(policy as unknown as EntryDetail).map(({ text }) => text)).toEqual(["请填写摘要", "请填写解读人"]);
    expect(offersFor(policy as unknown as EntryDetail, curator)[0]?.reason).toBe("还差 2 项");
  });
  it("shows a reviewer why own work cannot be approved, and a curator nothing to approve", () => {
    expect(offersFor(inReview, reviewer)).toMatchObject([{ step: "approve", enabled: false }]);
    expect(offersFor(inReview, curator)).toEqual([]);
  });
  it("offers a reviewer what the server allows", () => {
    const allowed = { ...inReview, allowed: ["approve", "reject"] } as EntryDetail;
    expect(offersFor(allowed, reviewer).map(({ step, enabled }) => [step, enabled])).toEqual([
      ["reject", true],
      ["approve", true],
    ]);
  });
});
