import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import { listGaps, refreshGaps } from "../api/gaps";
import type { GapOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { editsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { GapStateTag } from "./GapStateTag";

const ALL = "all";
const pathOf = (gap: GapOut) => `/gaps/${encodeURIComponent(gap.id)}`;

function columnsFor(now: string): TableColumnsType<GapOut> {
  return [
    {
      title: t("gaps.question"),
      key: "title",
      render: (_, gap) => (
        <Link to={pathOf(gap)} className="row-title">
          {gap.title}
        </Link>
      ),
    },
    { title: t("gaps.state"), key: "state", width: 116, responsive: ["sm"], render: (_, gap) => <GapStateTag state={gap.state} /> },
    { title: t("gaps.questions"), key: "questions", width: 76, align: "right", render: (_, gap) => t("gaps.times", { count: gap.questions }) },
    { title: t("gaps.askers"), key: "askers", width: 64, align: "right", responsive: ["md"], render: (_, gap) => gap.askers },
    {
      title: t("gaps.answered"),
      key: "answered",
      width: 116,
      align: "right",
      responsive: ["md"],
      render: (_, gap) => t("gaps.of", { answered: gap.answered, wordings: gap.wordings }),
    },
    {
      title: t("gaps.department"),
      key: "department",
      width: 148,
      responsive: ["lg"],
      render: (_, gap) => gap.department ?? t("state.dash"),
    },
    { title: t("gaps.last_asked"), key: "last", width: 104, responsive: ["md"], render: (_, gap) => shortStamp(gap.last_asked_at, now) },
  ];
}

/** What is asked and not answered well, one line for each matter, those asked about most often first. */
export function GapListPage() {
  useTitle(t("nav.gaps"));
  const me = useMe();
  const { now } = useNow();
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useToast();
  const filters = useFilters();
  const state = filters.get("state") || "open";
  const query = { state: state === ALL ? "" : state, q: filters.get("q"), offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({ queryKey: ["gaps", query], queryFn: () => listGaps(query), placeholderData: keepPreviousData });
  const refresh = useMutation({
    mutationFn: refreshGaps,
    onSuccess: async (found) => {
      say(t("gaps.refreshed", { gathered: found.gathered, opened: found.opened }));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["gaps"] }),
        client.invalidateQueries({ queryKey: ["gap-count"] }),
      ]);
    },
  });
  const nothing = query.q !== "" || state !== "open" ? t("gaps.none_found") : t("gaps.empty");
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.gaps")}</h1>
        <span className="meta">{t("gaps.hint")}</span>
        {editsKnowledge(me) && (
          <div className="page-actions">
            <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
              {t("gaps.refresh")}
            </Button>
          </div>
        )}
      </div>
      <div className="filters">
        <Input.Search
          key={filters.get("q")}
          className="filter-search"
          defaultValue={filters.get("q")}
          placeholder={t("gaps.search")}
          aria-label={t("gaps.search")}
          allowClear
          onSearch={(q) => filters.set({ q: q.trim() })}
        />
        <Select
          className="filter-select"
          aria-label={t("gaps.state")}
          value={state}
          options={[...choices("gap_state"), { value: ALL, label: t("gaps.all_states") }]}
          onChange={(value) => filters.set({ state: value })}
        />
      </div>
      <ProblemAlert error={list.error ?? refresh.error} onRetry={() => void list.refetch()} />
      <Table<GapOut>
        className="sheet"
        size="small"
        rowKey="id"
        columns={columnsFor(now)}
        dataSource={list.data?.rows ?? []}
        loading={list.isFetching && list.data === undefined}
        locale={{ emptyText: <span className="empty">{list.isFetching ? t("state.loading") : nothing}</span> }}
        onRow={(gap) => ({ onClick: () => void navigate(pathOf(gap)) })}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total, [from, to]) => t("gaps.range", { total, from, to }),
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
    </div>
  );
}
