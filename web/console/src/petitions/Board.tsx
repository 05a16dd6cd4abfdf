import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { Link } from "react-router";

import { listPetitions, type PetitionQuery } from "../api/petitions";
import type { PetitionRow } from "../api/types";
import { deadline, shortDay, shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { SlaTag } from "../ui/SlaTag";
import { Tag } from "../ui/Tag";
import { moveFocus } from "../ui/useArrowKeys";
import { useNow } from "../ui/useNow";
import { type Column, pathOf, QUEUES, type QueueCode, shortNumber } from "./queues";

const SHOWN = 6;

interface BoardProps {
  queue: QueueCode;
  /** Filters that narrow every column; a column's own state and alert come on top. */
  filters: PetitionQuery;
  onMore: (column: Column) => void;
}

/** Petitions as cards, a column for each stage; overdue ones first. Arrow keys walk along a column and across. */
export function Board({ queue, filters, onMore }: BoardProps) {
  const columns: readonly Column[] = QUEUES[queue].columns;
  return (
    <div className={`board board-${columns.length}`} onKeyDown={(event) => walk(event)}>
      {columns.map((column) => (
        <BoardColumn key={column.key} column={column} filters={filters} limit={columns.length === 1 ? 24 : SHOWN} onMore={onMore} />
      ))}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const column = (event.target as HTMLElement).closest<HTMLElement>(".column");
  if (column === null) return;
  if (sideways === undefined) {
    moveFocus({ ...event, currentTarget: column, preventDefault: () => event.preventDefault() }, ".ticket-title");
    return;
  }
  const columns = [...event.currentTarget.querySelectorAll<HTMLElement>(".column")];
  const place = [...column.querySelectorAll(".ticket-title")].indexOf(event.target as Element);
  const titles = columns[columns.indexOf(column) + sideways]?.querySelectorAll<HTMLElement>(".ticket-title") ?? [];
  const target = titles[Math.min(Math.max(place, 0), titles.length - 1)];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

interface ColumnProps {
  column: Column;
  filters: PetitionQuery;
  limit: number;
  onMore: (column: Column) => void;
}

function BoardColumn({ column, filters, limit, onMore }: ColumnProps) {
  const query = { ...filters, ...column.query, limit };
  const list = useQuery({ queryKey: ["petitions", query], queryFn: () => listPetitions(query) });
  const rows = list.data?.rows ?? [];
  const more = (list.data?.total ?? 0) - rows.length;
  const name = word("column", column.key);
  return (
    <section className="column" aria-label={name}>
      <header className="column-head">
        <h2>{name}</h2>
        <span className="column-count">{list.data?.total ?? t("state.dash")}</span>
        <span className="meta">{word("column.note", column.key)}</span>
      </header>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton lines={3} />}
      <ul className="cards">
        {rows.map((row) => (
          <li key={row.number}>
            <Ticket row={row} />
          </li>
        ))}
      </ul>
      {list.data?.total === 0 && <p className="empty">{t("board.empty")}</p>}
      {more > 0 && (
        <button type="button" className="link column-more" onClick={() => onMore(column)}>
          {t("board.more", { count: more })}
        </button>
      )}
    </section>
  );
}

const isLate = ({ alert, state }: PetitionRow) => alert !== "none" && state !== "answered";

function Ticket({ row }: { row: PetitionRow }) {
  const { now } = useNow();
  return (
    <article className={isLate(row) ? `ticket ticket-${row.alert}` : "ticket"}>
      <div className="ticket-head meta">
        <span title={row.number}>{shortNumber(row.number)}</span>
        <span>{row.lead_department ?? word("channel", row.channel)}</span>
      </div>
      <Link to={pathOf(row)} className="ticket-title">
        {row.title}
      </Link>
      {row.enterprise_name !== "" && <div className="ticket-who">{row.enterprise_name}</div>}
      <div className="ticket-tags">
        <SlaTag petition={row} now={now} />
        {row.due_at === null && <Tag>{word("nature", row.nature)}</Tag>}
        {row.urgency !== "normal" && (
          <Tag tone="amber" icon="warning">
            {word("urgency", row.urgency)}
          </Tag>
        )}
        {row.cycle > 1 && (
          <Tag tone="amber" icon="redo">
            {t("board.again", { cycle: row.cycle })}
          </Tag>
        )}
      </div>
      <div className="meta">{noteOf(row, now)}</div>
    </article>
  );
}

function noteOf(row: PetitionRow, now: string): string {
  if (row.state === "awaiting" && row.paused_until !== null) return t("board.awaits", { day: shortDay(row.paused_until, now) });
  if (row.due_at === null) return t("board.submitted", { stamp: shortStamp(row.submitted_at, now) });
  if (row.state === "answered") return t("board.waits_for_rating");
  return t(isLate(row) ? "board.was_due" : "petition.due", { deadline: deadline(row.due_at) });
}
