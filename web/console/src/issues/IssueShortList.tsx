import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { listIssues } from "../api/issues";
import type { IssueState } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { IssueStateTag } from "./IssueStateTag";
import { pathOf } from "./issues";

interface IssueShortListProps {
  title: string;
  note: string;
  states: readonly IssueState[];
}

/** The hot issues that wait for somebody at this home view, and the way to all of them. */
export function IssueShortList({ title, note, states }: IssueShortListProps) {
  const query = { state: states, limit: 6 };
  const list = useQuery({ queryKey: ["issues", query], queryFn: () => listIssues(query) });
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="chart-head">
        <h2>{title}</h2>
        <span className="meta">{note}</span>
        <Link className="chart-toggle" to="/issues">
          {t("issue.open_all")}
        </Link>
      </header>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.data?.total === 0 && <p className="empty">{t("issue.nothing_waits")}</p>}
      <ul className="short-list">
        {(list.data?.rows ?? []).map((issue) => (
          <li key={issue.id}>
            <IssueStateTag state={issue.state} />
            <Link to={pathOf(issue)} className="row-title">
              {issue.title}
            </Link>
            <span className="meta">{t("issue.counted", { petitions: issue.petitions, questions: issue.questions })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
