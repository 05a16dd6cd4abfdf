import "./laterTexts";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PetitionForm } from "./petition";

let petition: typeof import("./petition");

beforeAll(async () => {
  vi.stubGlobal("window", { location: { search: "", hash: "", pathname: "/" }, localStorage: undefined });
  petition = await import("./petition");
});

const filled: PetitionForm = {
  title: "设备搬迁有没有补贴",
  content: "我公司迁入本区，想咨询设备搬迁的费用。",
  category_code: "",
  nature: "consultation",
  enterprise_name: "",
  credit_code: "",
  contact_name: "小暑",
  contact_phone: "138 0000 0000",
  identity: "named",
  isAttached: true,
  consent: true,
};

describe("checkPetition", () => {
  it("finds nothing wrong with a complete petition", () => {
    expect(petition.checkPetition(filled)).toEqual({});
  });

  it("says how many digits a phone number lacks", () => {
    expect(petition.checkPetition({ ...filled, contact_phone: "138 0000 0" })["contact_phone"]).toBe("还差 3 位，请核对");
  });

  it("says how long a credit code is and should be", () => {
    const errors = petition.checkPetition({ ...filled, credit_code: "9".repeat(17) });
    expect(errors["credit_code"]).toBe("应为 18 位，现在是 17 位");
  });

  it("asks an anonymous petitioner for no contact, and sends none", () => {
    const anonymous: PetitionForm = { ...filled, identity: "anonymous", contact_phone: "138" };
    expect(petition.checkPetition(anonymous)).toEqual({});
    expect(petition.petitionBody(anonymous)).toMatchObject({ contact_name: "", contact_phone: "" });
  });

  it("wants consent, a title and a content", () => {
    const errors = petition.checkPetition({ ...filled, title: " ", content: "短", consent: false });
    expect(Object.keys(errors).sort()).toEqual(["consent", "content", "title"]);
  });
});

describe("petitionBody", () => {
  it("carries the same key each time, so that sending twice files one petition", () => {
    expect(petition.petitionBody(filled).submission_key).toBe(petition.petitionBody(filled).submission_key);
  });
});
