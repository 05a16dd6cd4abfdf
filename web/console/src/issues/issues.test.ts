import { expect, test } from "vitest";

import type { IssueVoiceOut } from "../api/types";
import { bodyOf } from "./stepFields";
import { issueStepsOf, voicesByWeek } from "./issues";

const voice = (at: string): IssueVoiceOut => ({ kind: "petition", id: at, title: "", at });

test("voices are counted by seven days back from the busiest week, in Shanghai's days", () => {
  const weeks = voicesByWeek([voice("2026-11-12T15:59:00Z"), voice("2026-11-12T16:00:00Z"), voice("2026-11-06T01:00:00Z")], "2026-11-12");
  expect(weeks.map(({ count }) => count)).toEqual([0, 0, 0, 0, 2, 1]);
  expect(weeks[4]).toEqual({ first: "2026-11-06", last: "2026-11-12", count: 2 });
  expect(weeks[5]).toEqual({ first: "2026-11-13", last: "2026-11-19", count: 1 });
});

test("steps come in the order of work, and only those the server offers", () => {
  expect(issueStepsOf(["assign", "close", "unknown", "acknowledge"])).toEqual(["acknowledge", "close", "assign"]);
});

test("only the fields of a step are sent, and none that is empty", () => {
  expect(bodyOf("assign", { department_code: "HR", due_on: "2026-12-01", note: "", title: "x" })).toEqual({
    department_code: "HR",
    due_on: "2026-12-01",
  });
});
