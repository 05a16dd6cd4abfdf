import { describe, expect, it } from "vitest";
import { markersOf, parseAnswer, parsePartial, plainText, type Block } from "./grammar";

const text = (words: string): Block => ({ kind: "paragraph", inlines: [{ kind: "text", text: words }] });

describe("parseAnswer", () => {
  it("splits paragraphs at blank lines and keeps single line breaks", () => {
    expect(parseAnswer("one\ntwo\n\n\nthree")).toEqual([text("one\ntwo"), text("three")]);
  });

  it("reads headings, list items, bold words and citations", () => {
    const blocks = parseAnswer("**可以。**最高 20 万元[1]。\n\n## 条件\n- 小微企业[2]\n- 首次贷款[2][3]\n尾");
    expect(blocks.map((block) => block.kind)).toEqual(["paragraph", "heading", "list", "paragraph"]);
    expect(blocks[0]).toEqual({
      kind: "paragraph",
      inlines: [
        { kind: "bold", text: "可以。" },
        { kind: "text", text: "最高 20 万元" },
        { kind: "cite", marker: 1 },
        { kind: "text", text: "。" },
      ],
    });
    expect(blocks[2]?.kind === "list" && blocks[2].items.map(markersOf)).toEqual([[2], [2, 3]]);
  });

  it("keeps brackets that are no citation of this answer as words", () => {
    expect(parseAnswer("见[2025]和[7]。", new Set([1]))).toEqual([text("见[2025]和[7]。")]);
    expect(parseAnswer("[0]")).toEqual([text("[0]")]);
  });

  it("treats every other markup and all HTML as words", () => {
    const raw = "<img src=x onerror=alert(1)> `code` [link](javascript:alert(1)) # no * star";
    expect(parseAnswer(raw)).toEqual([text(raw)]);
    expect(parseAnswer("a ** b")).toEqual([text("a ** b")]);
  });

  it("accepts Windows line ends", () => {
    expect(parseAnswer("## 一\r\n- 二\r\n")).toHaveLength(2);
  });
});

describe("parsePartial", () => {
  it("holds back markup that is cut in half at the end", () => {
    for (const half of ["好**", "好**半", "好[", "好[1", "好*", "好\n", "好\n#", "好\n##", "好\n## ", "好\n-", "好\n- "]) {
      expect(parsePartial(half)).toEqual([text("好")]);
    }
  });

  it("never takes back what it showed while an answer grows", () => {
    const whole = "**可以。**最高[1]\n\n## 条件\n- 一[2]\n- 二";
    let shown = "";
    for (let end = 0; end <= whole.length; end++) {
      const words = plainOf(parsePartial(whole.slice(0, end)));
      expect(words.startsWith(shown)).toBe(true);
      shown = words;
    }
    expect(shown).toBe(plainOf(parseAnswer(whole)));
  });
});

describe("plainText", () => {
  it("leaves out marks of citation, heading and list", () => {
    expect(plainText("**可以**[1]。\n\n## 条件\n- 一[2]\n- 二")).toBe("可以。\n条件\n一\n二");
  });
});

function plainOf(blocks: Block[]): string {
  const inlines = blocks.flatMap((block) => (block.kind === "list" ? block.items.flat() : block.inlines));
  return inlines.map((inline) => (inline.kind === "cite" ? `<${inline.marker}>` : inline.text)).join("");
}
