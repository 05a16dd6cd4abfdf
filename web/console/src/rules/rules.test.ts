import { describe, expect, it } from "vitest";

import type { ClauseOut } from "../api/types";
import { clauseAt, lineOf, rangeOf, rowsOf } from "./clauses";
import { daysBetween, dayOf, deadline, longDay, shortDay, shortStamp } from "./dates";
import { linesOf, piecesOf } from "./marks";
import { slaOf } from "./sla";
import { eventShape, hasMobile, newestFirst, placeholdersOf, stepsOf } from "./steps";
import { validityOf } from "./validity";

const NOW = "2026-11-20T02:20:00Z";

describe("dates", () => {
  it("takes the day in Shanghai, not in UTC", () => {
    expect(dayOf("2026-11-19T16:00:00Z")).toBe("2026-11-20");
    expect(dayOf("2026-11-19T15:59:59Z")).toBe("2026-11-19");
  });
  it("writes days and deadlines in full", () => {
    expect(longDay("2028-06-30")).toBe("2028年6月30日");
    expect(deadline("2026-11-25T09:00:00Z")).toBe("11月25日（周三）17:00");
  });
  it("shows the year only when it is another one", () => {
    expect(shortStamp("2026-11-12T07:02:00Z", NOW)).toBe("11-12 15:02");
    expect(shortDay("2025-07-01T00:00:00Z", NOW)).toBe("2025-07-01");
  });
  it("counts calendar days across months and years", () => {
    expect(daysBetween("2026-12-31", "2027-01-01")).toBe(1);
    expect(daysBetween("2026-11-20", "2026-11-20")).toBe(0);
  });
});

describe("validity", () => {
  const version = { status: "published", effective_from: "2024-01-01", effective_to: null } as const;
  it("is in force without an end, and near its end within thirty days", () => {
    expect(validityOf(version, "2026-11-20").kind).toBe("in_force");
    expect(validityOf({ ...version, effective_to: "2026-12-03" }, "2026-11-20")).toEqual({ kind: "near_end", days: 13 });
  });
  it("ends the day after its last day, and begins on its first", () => {
    expect(validityOf({ ...version, effective_to: "2026-11-19" }, "2026-11-20").kind).toBe("ended");
    expect(validityOf({ ...version, effective_to: "2026-11-20" }, "2026-11-20")).toEqual({ kind: "near_end", days: 0 });
    expect(validityOf({ ...version, effective_from: "2026-11-20" }, "2026-11-20").kind).toBe("in_force");
    expect(validityOf({ ...version, effective_from: "2026-11-21" }, "2026-11-20").kind).toBe("future");
  });
  it("says the status when a version is not published", () => {
    expect(validityOf({ ...version, status: "draft" }, "2026-11-20").kind).toBe("draft");
    expect(validityOf({ ...version, status: "expired" }, "2026-11-20").kind).toBe("ended");
  });
});

describe("deadline of a petition", () => {
  const petition = {
    state: "processing",
    due_at: "2026-11-25T09:00:00Z",
    alert: "none",
    overdue_working_days: 0,
    remaining_working_days: 3,
  } as const;
  it("counts the working days that remain, and names today", () => {
    expect(slaOf(petition, NOW)).toEqual({ kind: "remaining", days: 3 });
    expect(slaOf({ ...petition, due_at: "2026-11-20T09:00:00Z" }, NOW).kind).toBe("today");
  });
  it("says the level of an alert, and yellow when nobody has swept yet", () => {
    expect(slaOf({ ...petition, alert: "red", overdue_working_days: 6 }, NOW)).toEqual({ kind: "overdue", level: "red", days: 6 });
    expect(slaOf({ ...petition, due_at: "2026-11-19T09:00:00Z" }, NOW)).toEqual({ kind: "overdue", level: "yellow", days: 1 });
  });
  it("stops when material is awaited, and ends with the reply", () => {
    expect(slaOf({ ...petition, state: "awaiting" }, NOW).kind).toBe("paused");
    expect(slaOf({ ...petition, state: "answered" }, NOW).kind).toBe("on_time");
    expect(slaOf({ ...petition, state: "closed", overdue_working_days: 2 }, NOW)).toEqual({ kind: "late", days: 2 });
  });
  it("shows nothing before acceptance", () => {
    expect(slaOf({ ...petition, state: "submitted", due_at: null }, NOW).kind).toBe("none");
  });
});

describe("marks in the body", () => {
  it("cuts overlapping evidence without losing a character", () => {
    const pieces = piecesOf(0, 10, [
      { number: 1, start: 2, end: 6 },
      { number: 2, start: 4, end: 8 },
    ]);
    expect(pieces.map(({ start, end, marks }) => [start, end, marks.join()])).toEqual([
      [0, 2, ""],
      [2, 4, "1"],
      [4, 6, "1,2"],
      [6, 8, "2"],
      [8, 10, ""],
    ]);
  });
  it("gives the lines of a range and leaves blank ones out", () => {
    expect(linesOf("甲\n\n乙丙\n丁", 0, 5)).toEqual([
      { start: 0, end: 1 },
      { start: 3, end: 5 },
    ]);
  });
});

describe("clause tree", () => {
  it("puts the locator in front where the text begins with it", () => {
    const article = { kind: "article", label: "第六条", heading: "", text: "第六条 给予贴息。\n第二款。" };
    expect(lineOf(article)).toEqual({ lead: "第六条", rest: "给予贴息。" });
    expect(lineOf({ kind: "item", label: "第四条第（一）项", heading: "", text: "（一）注册地" })).toEqual({
      lead: "",
      rest: "（一）注册地",
    });
  });
  const node = (id: string, parent_id: string | null, kind: string, start: number, text: string): ClauseOut => ({
    id,
    parent_id,
    kind,
    number: "",
    heading: "",
    label: id,
    depth: 0,
    start,
    end: start + text.length,
    text,
  });
  const clauses = [
    node("第一条", null, "article", 0, "第一条"),
    node("k1", "第一条", "paragraph", 4, "为支持企业，制定本办法："),
    node("x1", "k1", "item", 17, "（一）对象"),
    node("第二条", null, "article", 30, "第二条"),
  ];
  it("makes one row of an article and its only paragraph", () => {
    const rows = rowsOf(clauses);
    expect(rows.map(({ lead, rest, ids }) => [lead, rest, ids.length])).toEqual([
      ["第一条", "为支持企业，制定本办法：", 2],
      ["", "（一）对象", 1],
      ["第二条", "", 1],
    ]);
  });
  it("gives the range of a clause with everything under it", () => {
    expect(rangeOf(clauses, "第一条")).toEqual({ start: 0, end: 22 });
    expect(rangeOf(clauses, "k1")).toEqual({ start: 4, end: 22 });
    expect(rangeOf(clauses, "none")).toBeNull();
  });
  it("finds the clause at a position, and none between clauses", () => {
    expect(clauseAt(clauses, 3)).toBeNull();
    expect(clauseAt(clauses, 4)).toBe("k1");
  });
});

describe("steps", () => {
  it("offers only known steps, the one to do first in front", () => {
    expect(stepsOf(["refuse", "accept", "extend"])).toEqual(["accept", "refuse"]);
  });
  it("finds placeholders and spelled-out mobile numbers", () => {
    expect(placeholdersOf("列入【拨付批次】，预计【日期】前")).toEqual(["拨付批次", "日期"]);
    expect(hasMobile("请拨 138 0000 0000")).toBe(true);
    expect(hasMobile("编号 202613800000000")).toBe(false);
  });
  it("orders events newest first and shapes them", () => {
    const event = { code: "x", text: "", actor: "", from_state: null, to_state: "submitted", reason: null, department: null, is_internal: false } as const;
    const events = [
      { ...event, code: "first", at: "2026-11-12T06:00:00Z" },
      { ...event, code: "second", at: "2026-11-12T06:00:00Z" },
      { ...event, code: "third", at: "2026-11-13T06:00:00Z" },
    ];
    expect(newestFirst(events).map(({ code }) => code)).toEqual(["third", "second", "first"]);
    expect(eventShape({ code: "alert_yellow", from_state: "processing", to_state: "processing" })).toBe("alert");
    expect(eventShape({ code: "noted", from_state: "processing", to_state: "processing" })).toBe("note");
  });
});
