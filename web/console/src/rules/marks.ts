/** A numbered span of the body: evidence `number` was read at [start, end). */
export interface Mark {
  number: number;
  start: number;
  end: number;
}

export interface Piece {
  start: number;
  end: number;
  marks: number[];
}

/** Cut [start, end) at the marks' edges; each piece lists the marks that cover it, smallest number first. */
export function piecesOf(start: number, end: number, marks: readonly Mark[]): Piece[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.start < mark.end);
  const edges = new Set([start, end]);
  for (const mark of inside) {
    edges.add(Math.max(mark.start, start));
    edges.add(Math.min(mark.end, end));
  }
  const cuts = [...edges].sort((one, other) => one - other);
  return cuts.slice(1).map((cut, index) => {
    const from = cuts[index] ?? start;
    const covering = inside.filter((mark) => mark.start <= from && mark.end >= cut);
    return { start: from, end: cut, marks: covering.map((mark) => mark.number).sort((one, other) => one - other) };
  });
}

export interface Line {
  start: number;
  end: number;
}

/** The non-empty lines of text[start:end), as ranges without the line breaks. */
export function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  let from = start;
  while (from < end) {
    const found = text.indexOf("\n", from);
    const to = found === -1 || found > end ? end : found;
    if (text.slice(from, to).trim() !== "") lines.push({ start: from, end: to });
    from = to + 1;
  }
  return lines;
}
