import { expect, it } from "vitest";

import { periodOf } from "./periods";

it("names the period a day lies in as the server does", () => {
  expect(periodOf("week", "2026-11-22")).toBe("2026-W47");
  expect(periodOf("week", "2026-11-23")).toBe("2026-W48");
  expect(periodOf("week", "2027-01-03")).toBe("2026-W53");
  expect(periodOf("month", "2026-11-22")).toBe("2026-11");
  expect(periodOf("quarter", "2026-11-22")).toBe("2026-Q4");
  expect(periodOf("year", "2026-11-22")).toBe("2026");
});
