import { type KeyboardEvent, memo, useMemo } from "react";

import type { ClauseOut } from "../api/types";
import { isGroup, rowsOf } from "../rules/clauses";
import { t } from "../text";
import { Pane } from "../ui/Pane";

interface ClausePaneProps {
  clauses: readonly ClauseOut[];
  current: string | null;
  onShow: (clauseId: string) => void;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLButtonElement)) return;
  const rows = [...event.currentTarget.querySelectorAll("button")];
  const next = rows[rows.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** The clause tree as indented rows; choosing one finds it in the text. Arrow keys walk through it. */
export const ClausePane = memo(function ClausePane({ clauses, current, onShow }: ClausePaneProps) {
  const rows = useMemo(() => rowsOf(clauses), [clauses]);
  const articles = clauses.filter(({ kind }) => kind === "article").length;
  const note = t(articles > 0 ? "clauses.count_articles" : "clauses.count", { articles, count: rows.length });
  return (
    <Pane title={t("clauses.title")} note={note} foot={<span className="meta">{t("clauses.hint")}</span>}>
      {clauses.length === 0 && <p className="empty">{t("clauses.empty")}</p>}
      <ul className="clauses" onKeyDown={moveFocus}>
        {rows.map(({ clause, ids, lead, rest, childCount }) => (
          <li key={clause.id}>
            <button
              type="button"
              className={isGroup(clause) ? "clause clause-group" : "clause"}
              style={{ paddingInlineStart: 14 + clause.depth * 12 }}
              aria-current={current !== null && ids.includes(current) ? "true" : undefined}
              onClick={() => onShow(clause.id)}
            >
              {lead !== "" && <strong>{lead}</strong>}
              <span className="clause-rest">{rest}</span>
              {isGroup(clause) && childCount > 0 && <span className="meta">{t("clauses.children", { count: childCount })}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Pane>
  );
});
