import { describe, expect, it } from "vitest";

import { addMonths, monthFrom, weeksOf } from "./months";

describe("months of a calendar", () => {
  it("begins every week on a Monday and shows the whole month", () => {
    const weeks = weeksOf("2026-11"); // begins on a Sunday
    expect(weeks[0]).toEqual(["2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01"]);
    expect(weeks.at(-1)?.[0]).toBe("2026-11-30");
    expect(weeks.flat().filter((day) => day.startsWith("2026-11"))).toHaveLength(30);
  });
  it("needs four weeks for a February that begins on a Monday", () => {
    expect(weeksOf("2027-02")).toHaveLength(4);
  });
  it("goes over the turn of the year both ways", () => {
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
  });
  it("takes this month for an address that names none", () => {
    expect(monthFrom("2026-13", "2026-11-28")).toBe("2026-11");
    expect(monthFrom("2027-02", "2026-11-28")).toBe("2027-02");
  });
});
