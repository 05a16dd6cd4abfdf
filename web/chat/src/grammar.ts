/** The answer grammar (docs/answers.md): paragraphs, "## " headings, "- " items, "**bold**" and "[n]". */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold"; text: string }
  | { kind: "cite"; marker: number };

export type Block =
  | { kind: "paragraph"; inlines: Inline[] }
  | { kind: "heading"; inlines: Inline[] }
  | { kind: "list"; items: Inline[][] };

const MARKUP = /\*\*([^*\n]+)\*\*|\[(\d{1,2})\]/g;
const UNFINISHED = /(?:\[\d{0,2}|\n(?:#{1,2} ?|- ?)?)$/;

/** Parse an answer; `markers` are the citations it has, null while they are not known yet. */
export function parseAnswer(text: string, markers: ReadonlySet<number> | null = null): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length) blocks.push({ kind: "paragraph", inlines: parseInline(paragraph.join("\n"), markers) });
    paragraph = [];
  };
  for (const raw of text.replace(/\r\n?/g, "\n").split("\n")) {
    const line = raw.trimEnd();
    if (line.startsWith("## ")) {
      flush();
      blocks.push({ kind: "heading", inlines: parseInline(line.slice(3), markers) });
    } else if (line.startsWith("- ")) {
      flush();
      addItem(blocks, parseInline(line.slice(2), markers));
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return blocks;
}

/** Parse text that is still arriving: markup cut in half at its end is held back until the rest comes. */
export function parsePartial(text: string): Block[] {
  return parseAnswer(withoutOpenBold(text).replace(UNFINISHED, ""));
}

function withoutOpenBold(text: string): string {
  const line = text.lastIndexOf("\n") + 1;
  const pieces = text.slice(line).split("**");
  const words = pieces.length % 2 ? text : text.slice(0, text.lastIndexOf("**"));
  return words.endsWith("*") && !words.endsWith("**") ? words.slice(0, -1) : words;
}

/** The words alone, as read aloud or shown where nothing can be marked up. */
export function plainText(text: string): string {
  return parseAnswer(text)
    .map((block) => (block.kind === "list" ? block.items.map(words).join("\n") : words(block.inlines)))
    .join("\n");
}

/** Markers in reading order, each once. */
export function markersOf(inlines: Inline[]): number[] {
  const found = inlines.flatMap((inline) => (inline.kind === "cite" ? [inline.marker] : []));
  return [...new Set(found)];
}

function words(inlines: Inline[]): string {
  return inlines.map((inline) => (inline.kind === "cite" ? "" : inline.text)).join("");
}

function addItem(blocks: Block[], item: Inline[]): void {
  const last = blocks[blocks.length - 1];
  if (last?.kind === "list") last.items.push(item);
  else blocks.push({ kind: "list", items: [item] });
}

function parseInline(text: string, markers: ReadonlySet<number> | null): Inline[] {
  const inlines: Inline[] = [];
  const pushText = (piece: string) => {
    const last = inlines[inlines.length - 1];
    if (last?.kind === "text") last.text += piece;
    else if (piece) inlines.push({ kind: "text", text: piece });
  };
  let at = 0;
  for (const match of text.matchAll(MARKUP)) {
    pushText(text.slice(at, match.index));
    at = match.index + match[0].length;
    const marker = Number(match[2]);
    if (match[1] !== undefined) inlines.push({ kind: "bold", text: match[1] });
    else if (marker > 0 && (markers === null || markers.has(marker))) inlines.push({ kind: "cite", marker });
    else pushText(match[0]);
  }
  pushText(text.slice(at));
  return inlines;
}
