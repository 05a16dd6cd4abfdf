import { describe, expect, it } from "vitest";
import { isSendKey } from "./keys";

const press = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

describe("isSendKey", () => {
  it("sends on Enter", () => {
    expect(isSendKey(press)).toBe(true);
  });

  it("does not send when Enter picks a word in an input method", () => {
    expect(isSendKey({ ...press, isComposing: true })).toBe(false);
  });

  it("does not send on the press with which Safari ends composition", () => {
    expect(isSendKey({ ...press, keyCode: 229 })).toBe(false);
  });

  it("breaks the line on Shift and Enter, and ignores other keys", () => {
    expect(isSendKey({ ...press, shiftKey: true })).toBe(false);
    expect(isSendKey({ ...press, key: "a" })).toBe(false);
  });
});
