import { describe, expect, it } from "vitest";

import { missingOfService } from "./service";

const GUIDE = {
  title: "企业用工备案",
  item_code: "11990101MB000001XN-01",
  item_type: "公共服务",
  implementing_body: "人力资源局",
  legal_basis: "《就业促进法》第二十四条",
  eligibility: ["在本区注册"],
  required_materials: [{ name: "营业执照" }],
  statutory_limit: { days: 20, unit: "working_day" },
  committed_limit: [5, "working_day"],
  fee: "不收费",
  windows: ["政务服务中心 3 号窗口"],
  consult_phone: "12345",
  complaint_phone: "12345",
};

describe("what a service guide lacks", () => {
  it("is nothing when every field is said, as typed or as stored", () => {
    expect(missingOfService(GUIDE)).toEqual([]);
  });
  it("names every field in the order of the form", () => {
    expect(missingOfService({ ...GUIDE, fee: " ", title: "", committed_limit: { unit: "working_day" } })).toEqual([
      "title",
      "committed_limit",
      "fee",
    ]);
  });
  it("asks for a window or an address, not for both", () => {
    expect(missingOfService({ ...GUIDE, windows: "", online_url: "https://zwfw.example.gov.cn" })).toEqual([]);
    expect(missingOfService({ ...GUIDE, windows: [] })).toEqual(["windows_or_url"]);
  });
});
