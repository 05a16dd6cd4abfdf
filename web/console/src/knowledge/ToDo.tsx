import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { listConflicts } from "../api/conflicts";
import { type EntryQuery, listEntries } from "../api/knowledge";
import { t } from "../text";

const LISTS = [
  { code: "review_due", query: { review_due: "true" } },
  { code: "ending", query: { ends_within_days: "30" } },
  { code: "incomplete", query: { incomplete: "true" } },
] as const satisfies { code: string; query: EntryQuery }[];

/** What waits for a curator among all that is published; each number opens its list. */
export function ToDo() {
  const conflicts = useQuery({
    queryKey: ["entry-count", "conflicts"],
    queryFn: async () => Object.values((await listConflicts({ limit: 1 })).open).reduce((sum, count) => sum + count, 0),
  });
  return (
    <nav className="alerts" aria-label={t("todo.title")}>
      {LISTS.map(({ code, query }) => (
        <ListCard key={code} code={code} query={query} />
      ))}
      <Card to="/conflicts" count={conflicts.data} name={t("todo.conflicts")} note={t("todo.conflicts_note")} />
    </nav>
  );
}

type List = (typeof LISTS)[number];

function ListCard({ code, query }: { code: List["code"]; query: List["query"] }) {
  const count = useQuery({
    queryKey: ["entry-count", "todo", code],
    queryFn: () => listEntries({ status: "published", ...query, limit: 1 }),
  });
  const to = `/knowledge?${new URLSearchParams(query)}`;
  return <Card to={to} count={count.data?.total} name={t(`todo.${code}`)} note={t(`todo.${code}_note`)} />;
}

function Card({ to, count, name, note }: { to: string; count: number | undefined; name: string; note: string }) {
  return (
    <Link to={to} className="alert-card todo-card">
      <span className="alert-count">{count ?? t("state.dash")}</span>
      <span>
        <strong className="alert-name">{name}</strong>
        <span className="alert-note">{note}</span>
      </span>
    </Link>
  );
}
