import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import { detectIssues, listIssues } from "../api/issues";
import type { IssueSummary } from "../api/types";
import { shortDay, shortStamp } from "../rules/dates";
import { confirmsIssues } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { IssueStateTag } from "./IssueStateTag";
import { isOpen, pathOf, termsOf } from "./issues";

function columnsFor(now: string, today: string): TableColumnsType<IssueSummary> {
  return [
    {
      title: t("issue.title"),
      key: "title",
      render: (_, issue) => (
        <>
          <Link to={pathOf(issue)} className="row-title">
            {issue.title}
          </Link>
          <div className="meta">{t("issue.terms", { terms: termsOf(issue) })}</div>
        </>
      ),
    },
    { title: t("petition.state"), key: "state", width: 124, render: (_, issue) => <IssueStateTag state={issue.state} /> },
    { title: t("issue.petitions"), key: "petitions", width: 64, align: "right", responsive: ["sm"], render: (_, issue) => <Voices issue={issue} kind="petition" /> },
    { title: t("issue.questions"), key: "questions", width: 64, align: "right", responsive: ["sm"], render: (_, issue) => <Voices issue={issue} kind="question" /> },
    {
      title: t("issue.trend"),
      key: "trend",
      width: 148,
      responsive: ["md"],
      render: (_, { evidence }) => (
        <>
          {t("issue.week", { voices: evidence.voices })}
          <div className="meta">{t("issue.before", { before: evidence.weekly_before.toFixed(1) })}</div>
        </>
      ),
    },
    {
      title: t("issue.owner"),
      key: "owner",
      width: 168,
      responsive: ["lg"],
      render: (_, issue) =>
        issue.department === null || issue.due_on === null ? (
          t("state.dash")
        ) : (
          <>
            {issue.department}
            <div className="meta">
              {t("issue.due", { day: shortDay(`${issue.due_on}T00:00:00+08:00`, now) })}{" "}
              {isOpen(issue) && issue.due_on < today && (
                <Tag tone="amber" icon="warning">
                  {t("issue.overdue")}
                </Tag>
              )}
            </div>
          </>
        ),
    },
    { title: t("issue.seen"), key: "seen", width: 104, responsive: ["lg"], render: (_, issue) => shortStamp(issue.seen_at, now) },
  ];
}

/** A number of voices; it opens their list. */
function Voices({ issue, kind }: { issue: IssueSummary; kind: "petition" | "question" }) {
  const count = kind === "petition" ? issue.petitions : issue.questions;
  const label = t(kind === "petition" ? "issue.petitions" : "issue.questions");
  if (count === 0) return <>0</>;
  return (
    <Link to={`${pathOf(issue)}?voices=${kind}`} aria-label={t("figure.open", { label, text: count })} onClick={(event) => event.stopPropagation()}>
      {count}
    </Link>
  );
}

/** What many say at once: each hot issue, why it is one, and how far it has come. */
export function IssueListPage() {
  useTitle(t("nav.issues"));
  const { now, today } = useNow();
  const navigate = useNavigate();
  const filters = useFilters();
  const state = filters.get("state");
  const query = { state: state === "" ? [] : [state], offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({ queryKey: ["issues", query], queryFn: () => listIssues(query), placeholderData: keepPreviousData });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.issues")}</h1>
        <span className="meta">{t("issue.hint")}</span>
        <Detect />
      </div>
      <States current={state} counts={list.data?.counts ?? {}} />
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<IssueSummary>
        className="sheet"
        size="small"
        rowKey="id"
        columns={columnsFor(now, today)}
        dataSource={list.data?.rows ?? []}
        loading={list.isFetching && list.data === undefined}
        locale={{ emptyText: <span className="empty">{list.isFetching ? t("state.loading") : t(state === "" ? "issue.empty" : "issue.none")}</span> }}
        onRow={(issue) => ({ onClick: () => void navigate(pathOf(issue)) })}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          hideOnSinglePage: true,
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
    </div>
  );
}

/** The stages as links, each with how many stand there. */
function States({ current, counts }: { current: string; counts: Record<string, number> }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const stages = [{ value: "", label: t("issue.all"), count: all }, ...choices("issue_state").map((choice) => ({ ...choice, count: counts[choice.value] ?? 0 }))];
  return (
    <nav className="queues" aria-label={t("petition.state")}>
      {stages.map(({ value, label, count }) => (
        <Link key={value} to={value === "" ? "/issues" : `/issues?state=${value}`} className="queue" aria-current={current === value ? "page" : undefined}>
          {label} {count}
        </Link>
      ))}
    </nav>
  );
}

function Detect() {
  const me = useMe();
  const client = useQueryClient();
  const say = useToast();
  const detect = useMutation({
    mutationFn: detectIssues,
    onSuccess: async ({ voices, found }) => {
      say(t(found.length > 0 ? "issue.found" : "issue.found_none", { voices, found: found.length }));
      await client.invalidateQueries({ queryKey: ["issues"] });
    },
  });
  if (!confirmsIssues(me)) return null;
  return (
    <div className="page-actions">
      <ProblemAlert error={detect.error} />
      <Button loading={detect.isPending} onClick={() => detect.mutate()}>
        {t("issue.detect")}
      </Button>
    </div>
  );
}
