import { memo, useEffect, useMemo, useRef } from "react";

import type { DocumentOut } from "../api/types";
import { isGroup, rangeOf } from "../rules/clauses";
import { linesOf, type Mark, piecesOf } from "../rules/marks";
import { t } from "../text";
import { Pane } from "../ui/Pane";

interface BodyPaneProps {
  text: DocumentOut;
  marks: readonly Mark[];
  clauseId: string | null;
  shownEvidence: number | null;
}

interface LineProps {
  body: string;
  start: number;
  end: number;
  marks: readonly Mark[];
  shown: number | null;
}

/** A line of the body; numbered evidence is boxed, its number stands where it begins. */
function Line({ body, start, end, marks, shown }: LineProps) {
  return (
    <>
      {piecesOf(start, end, marks).map((piece) => {
        const words = body.slice(piece.start, piece.end);
        const first = piece.marks[0];
        if (first === undefined) return <span key={piece.start}>{words}</span>;
        const begins = marks.filter((mark) => mark.start === piece.start);
        return (
          <mark key={piece.start} className={shown !== null && piece.marks.includes(shown) ? "evidence evidence-shown" : "evidence"}>
            {begins.map(({ number }) => (
              <span key={number} className="evidence-number" data-evidence={number}>
                {number}
              </span>
            ))}
            {words}
          </mark>
        );
      })}
    </>
  );
}

/** The archived text with its evidence, set in serif: the document speaks here, not we. */
export const BodyPane = memo(function BodyPane({ text, marks, clauseId, shownEvidence }: BodyPaneProps) {
  const place = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(text.body, 0, text.body.length), [text]);
  const groups = useMemo(() => new Set(text.clauses.filter(isGroup).map(({ start }) => start)), [text]);
  const current = useMemo(() => (clauseId === null ? null : rangeOf(text.clauses, clauseId)), [text, clauseId]);
  useEffect(() => {
    const selector = shownEvidence !== null ? `[data-evidence="${shownEvidence}"]` : clauseId !== null ? "[data-current]" : null;
    if (selector !== null) place.current?.querySelector(selector)?.scrollIntoView({ block: "center" });
  }, [clauseId, shownEvidence]);
  const origin = [text.source_file_name, t("entry.body_length", { count: text.body.length })];
  return (
    <Pane
      title={t("entry.body")}
      note={origin.filter(Boolean).join(t("list.dot"))}
      actions={
        text.original_url !== null && (
          <a href={text.original_url} download>
            {t("entry.original")}
          </a>
        )
      }
      focusable
      className="pane-paper"
    >
      <div className="paper" ref={place}>
        {lines.map(({ start, end }) => {
          const isCurrent = current !== null && start < current.end && end > current.start;
          const kind = groups.has(start) ? "block block-group" : "block";
          return (
            <p key={start} className={isCurrent ? `${kind} block-current` : kind} data-current={isCurrent || undefined}>
              <Line body={text.body} start={start} end={end} marks={marks} shown={shownEvidence} />
            </p>
          );
        })}
      </div>
    </Pane>
  );
});
