import { expect, it } from "vitest";

import { periodMark, periodName, periodOf } from "./periods";

it("names the period a day lies in as the server does", () => {
  expect(periodOf("week", "2026-11-22")).toBe("2026-W47");
  expect(periodOf("week", "2026-11-23")).toBe("2026-W48");
  expect(periodOf("week", "2027-01-03")).toBe("2026-W53");
  expect(periodOf("month", "2026-11-22")).toBe("2026-11");
  expect(periodOf("quarter", "2026-11-22")).toBe("2026-Q4");
  expect(periodOf("year", "2026-11-22")).toBe("2026");
});

it("says a period in words, and marks a week on an axis by its Monday", () => {
  expect(["2026-W47", "2026-11", "2026-Q4", "2026"].map(periodName)).toEqual(["2026年第47周", "2026年11月", "2026年第4季度", "2026年"]);
  expect(["2026-W47", "2026-W53", "2025-W01", "2026-11", "2026-Q4", "2026"].map(periodMark)).toEqual(
    ["11-16", "12-28", "12-30", "11月", "第4季度", "2026年"],
  );
});
