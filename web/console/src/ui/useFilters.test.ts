import { expect, it } from "vitest";

import { firstDesk, returnPath } from "../session/permissions";
import { t, word } from "../text";
import { offsetOf, withFilters } from "./useFilters";

it("keeps filters in the address and starts at page one after a change", () => {
  const search = new URLSearchParams("status=draft&page=3");
  expect(withFilters(search, { q: "贴息" }).toString()).toBe(new URLSearchParams({ status: "draft", q: "贴息" }).toString());
  expect(withFilters(search, { status: "" }).toString()).toBe("");
  expect(withFilters(search, { page: "4" }).toString()).toBe("status=draft&page=4");
});

it("reads nonsense as the first page", () => {
  expect([offsetOf(null), offsetOf("2"), offsetOf("-1"), offsetOf("x")]).toEqual([0, 20, 0, 0]);
});

it("returns after login only to paths of this console", () => {
  expect(returnPath("/petitions/SQ1?x=1", "/")).toBe("/petitions/SQ1?x=1");
  expect(returnPath("//other.example", "/")).toBe("/");
  expect(returnPath("https://other.example", "/")).toBe("/");
  expect(returnPath("/\\other.example", "/")).toBe("/");
  expect(returnPath("/login", "/knowledge")).toBe("/knowledge");
});

it("opens the desk a person works at", () => {
  expect(firstDesk({ permissions: ["kb.read_internal", "petition.view"] })).toBe("/petitions");
  expect(firstDesk({ permissions: ["kb.edit", "kb.read_internal"] })).toBe("/knowledge");
  expect(firstDesk({ permissions: ["user.manage"] })).toBe("/admin/accounts");
  expect(firstDesk({ permissions: ["report.view", "petition.view"] })).toBe("/overview/supervision");
});

it("fills placeholders and leaves unknown codes as they are", () => {
  expect(t("sla.remaining", { days: 3 })).toBe("剩 3 个工作日");
  expect(word("kind", "poster")).toBe("poster");
});
