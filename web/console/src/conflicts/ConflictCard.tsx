import type { ReactNode } from "react";
import { Link } from "react-router";

import type { ConflictOut } from "../api/types";
import { longDay, shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";

const LOOKS = {
  number: { tone: "amber", icon: "warning" },
  duplicate: { tone: "grey", icon: "check" },
  amount: { tone: "red", icon: "warning" },
  supersession: { tone: "blue", icon: "swap" },
  precedence: { tone: "blue", icon: "swap" },
} as const;

/** One conflict: both sides with their words, what differs, what was decided, and what can be done about it. */
export function ConflictCard({ conflict, actions }: { conflict: ConflictOut; actions: ReactNode }) {
  const { now } = useNow();
  const { left, right, differences } = conflict;
  return (
    <li className="conflict">
      <div className="report-head">
        <Tag {...LOOKS[conflict.kind]}>{word("conflict", conflict.kind)}</Tag>
        {differences.length > 0 && (
          <strong>{differences.map(({ left: one, right: other }) => t("conflicts.difference", { one, other })).join(t("list.separator"))}</strong>
        )}
        <span className="meta">{t("conflicts.found", { stamp: shortStamp(conflict.found_at, now) })}</span>
        <span className="conflict-actions">{actions}</span>
      </div>
      <div className="golden-sides">
        <Side side={left} marks={differences.map((one) => one.left)} />
        <Side side={right} marks={differences.map((one) => one.right)} />
      </div>
      {conflict.decision !== null && (
        <p className="meta">
          {t("conflicts.decision", {
            decision: word("decision", conflict.decision),
            name: conflict.decided_by ?? "",
            reason: conflict.reason,
          })}
        </p>
      )}
      {conflict.ending !== null && <p className="meta">{endingSentence(conflict, conflict.ending)}</p>}
    </li>
  );
}

/** What is asked of reviewers, and what became of it. */
function endingSentence(conflict: ConflictOut, ending: NonNullable<ConflictOut["ending"]>): string {
  const isLeftRight = conflict.decision === "left_prevails";
  const state = ending.is_granted === null ? "open" : ending.is_granted ? "granted" : "declined";
  return t(`ending.${ending.step}_${state}`, {
    title: (isLeftRight ? conflict.right : conflict.left).title,
    other: (isLeftRight ? conflict.left : conflict.right).title,
    day: ending.effective_on === null ? "" : longDay(ending.effective_on),
    name: ending.ruled_by ?? "",
    reason: ending.ruling,
  });
}

function Side({ side, marks }: { side: ConflictOut["left"]; marks: string[] }) {
  return (
    <div className="golden-side">
      <Link to={`/knowledge/${encodeURIComponent(side.entry_id)}/${side.version}`}>
        {t("conflicts.side", { title: side.title, clause: side.clause_label })}
      </Link>
      <p className="serif conflict-text">{side.text === "" ? t("conflicts.whole") : marked(side.text, marks)}</p>
    </div>
  );
}

/** The words with the amounts that differ marked; an amount that is written otherwise stays unmarked. */
function marked(text: string, marks: string[]) {
  const written = marks.filter((mark) => text.includes(mark));
  if (written.length === 0) return text;
  const parts: { words: string; isMark: boolean }[] = [];
  let rest = text;
  while (rest !== "") {
    const next = written.map((mark) => ({ mark, at: rest.indexOf(mark) })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) break;
    parts.push({ words: rest.slice(0, next.at), isMark: false }, { words: next.mark, isMark: true });
    rest = rest.slice(next.at + next.mark.length);
  }
  parts.push({ words: rest, isMark: false });
  return parts.map(({ words, isMark }, index) => (isMark ? <mark key={index}>{words}</mark> : words));
}
