import { describe, expect, it } from "vitest";
import { frameAddress, pageAddress, readMessage } from "./protocol";

const frame = {};
const good = { origin: "https://youda.example", source: frame, data: { youda: 1, type: "ready" } };

describe("readMessage", () => {
  it("takes a message of the widget", () => {
    expect(readMessage(good, "https://youda.example", frame)).toEqual({ youda: 1, type: "ready" });
  });

  it("ignores other origins, other windows and other messages", () => {
    expect(readMessage({ ...good, origin: "https://evil.example" }, "https://youda.example", frame)).toBeNull();
    expect(readMessage({ ...good, source: {} }, "https://youda.example", frame)).toBeNull();
    expect(readMessage({ ...good, data: "ready" }, "https://youda.example", frame)).toBeNull();
    expect(readMessage({ ...good, data: null }, "https://youda.example", frame)).toBeNull();
    expect(readMessage(good, "https://youda.example", null)).toBeNull();
  });
});

describe("frameAddress", () => {
  it("names the site and the host, escaped", () => {
    const address = frameAddress("https://youda.example", "a&b", "https://host.example");
    expect(new URL(address).searchParams.get("site")).toBe("a&b");
    expect(new URL(address).searchParams.get("host")).toBe("https://host.example");
  });
});

describe("pageAddress", () => {
  it("carries a question only where there is one, escaped", () => {
    expect(pageAddress("https://youda.example", "park")).toBe("https://youda.example/?site=park");
    const address = pageAddress("https://youda.example", "park", "贴息&多少?");
    expect(new URL(address).searchParams.get("q")).toBe("贴息&多少?");
  });
});
