import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { listPetitions, type PetitionQuery } from "../api/petitions";
import type { PetitionRow } from "../api/types";
import { pathOf } from "../petitions/queues";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { SlaTag } from "../ui/SlaTag";
import { useNow } from "../ui/useNow";

interface PetitionShortListProps {
  title: string;
  note: string;
  query: PetitionQuery;
  /** Where all of them stand. */
  to: string;
  action?: (row: PetitionRow) => ReactNode;
}

/** The first petitions of a queue, the most pressing first, and the way to all of them. */
export function PetitionShortList({ title, note, query, to, action }: PetitionShortListProps) {
  const { now } = useNow();
  const wanted = { ...query, limit: 6 };
  const list = useQuery({ queryKey: ["petitions", wanted], queryFn: () => listPetitions(wanted) });
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="chart-head">
        <h2>{title}</h2>
        <span className="meta">{note}</span>
        <Link className="chart-toggle" to={to}>
          {t("home.all", { count: list.data?.total ?? 0 })}
        </Link>
      </header>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.data?.total === 0 && <p className="empty">{t("board.empty")}</p>}
      <ul className="short-list">
        {(list.data?.rows ?? []).map((row) => (
          <li key={row.number}>
            {row.due_at === null ? <span className="meta">{word("state.petition", row.state)}</span> : <SlaTag petition={row} now={now} />}
            <Link to={pathOf(row)} className="row-title">
              {row.title}
            </Link>
            <span className="meta">{row.lead_department ?? word("channel", row.channel)}</span>
            {action?.(row)}
          </li>
        ))}
      </ul>
    </section>
  );
}
