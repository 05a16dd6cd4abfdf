import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import { listAnswers } from "../api/answers";
import type { AnswerRow } from "../api/types";
import { shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { OutcomeTag } from "./OutcomeTag";

type Filters = ReturnType<typeof useFilters>;

const pathOf = (row: AnswerRow) => `/answers/${encodeURIComponent(row.message_id)}`;

function FilterBar({ filters }: { filters: Filters }) {
  const all = (label: string) => ({ value: "", label });
  const select = (name: string, label: string, any: string, options: { value: string; label: string }[]) => (
    <Select
      className="filter-select"
      aria-label={label}
      value={filters.get(name)}
      options={[all(any), ...options]}
      onChange={(value) => filters.set({ [name]: value })}
    />
  );
  return (
    <div className="filters">
      <Input.Search
        key={filters.get("q")}
        className="filter-search"
        defaultValue={filters.get("q")}
        placeholder={t("answers.search")}
        aria-label={t("answers.search")}
        allowClear
        onSearch={(q) => filters.set({ q: q.trim() })}
      />
      {select("outcome", t("answers.outcome"), t("answers.all_outcomes"), choices("outcome"))}
      {select("rung", t("answers.rung"), t("answers.all_rungs"), choices("rung"))}
      {select("below", t("answers.confidence"), t("answers.all_confidences"), [
        { value: "0.5", label: t("answers.below", { share: "50%" }) },
        { value: "0.7", label: t("answers.below", { share: "70%" }) },
        { value: "0.9", label: t("answers.below", { share: "90%" }) },
      ])}
      {select("helpful", t("answers.rating"), t("answers.all_ratings"), [
        { value: "false", label: t("answers.no_help") },
        { value: "true", label: t("answers.help") },
      ])}
    </div>
  );
}

function columnsFor(now: string): TableColumnsType<AnswerRow> {
  return [
    {
      title: t("answers.question"),
      key: "question",
      render: (_, row) => (
        <Link to={pathOf(row)} className="row-title">
          {row.question || t("answers.erased")}
        </Link>
      ),
    },
    { title: t("answers.outcome"), key: "outcome", width: 116, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
    { title: t("answers.rung"), key: "rung", width: 108, responsive: ["md"], render: (_, row) => word("rung", row.rung) },
    {
      title: t("answers.confidence"),
      key: "confidence",
      width: 76,
      align: "right",
      responsive: ["md"],
      render: (_, row) => (row.confidence > 0 ? row.confidence.toFixed(2) : t("state.dash")),
    },
    {
      title: t("answers.rating"),
      key: "helpful",
      width: 92,
      responsive: ["md"],
      render: (_, row) =>
        row.helpful === null ? t("state.dash") : row.helpful ? t("answers.help") : <Tag tone="amber" icon="warning">{t("answers.no_help")}</Tag>,
    },
    {
      title: t("answers.milliseconds"),
      key: "milliseconds",
      width: 84,
      align: "right",
      responsive: ["lg"],
      render: (_, row) => Math.round(row.milliseconds),
    },
    { title: t("answers.asked_at"), key: "asked_at", width: 104, responsive: ["sm"], render: (_, row) => shortStamp(row.asked_at, now) },
  ];
}

/** Every answer that was given, latest first, with filters for those worth a look. */
export function AnswerListPage() {
  useTitle(t("nav.answers"));
  const { now } = useNow();
  const navigate = useNavigate();
  const filters = useFilters();
  const names = ["q", "outcome", "rung", "below", "helpful"] as const;
  const chosen = Object.fromEntries(names.map((name) => [name, filters.get(name)]));
  const query = { ...chosen, offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({
    queryKey: ["answers", query],
    queryFn: () => listAnswers(query),
    placeholderData: keepPreviousData,
  });
  const isFiltered = Object.values(chosen).some((value) => value !== "");
  const nothing = isFiltered ? (
    <>
      {t("answers.none_found")}{" "}
      <Button type="link" onClick={() => filters.set(Object.fromEntries(names.map((name) => [name, ""])))}>
        {t("action.clear_filters")}
      </Button>
    </>
  ) : (
    t("answers.empty")
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.answers")}</h1>
        <span className="meta">{t("answers.hint")}</span>
      </div>
      <FilterBar filters={filters} />
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<AnswerRow>
        className="sheet"
        size="small"
        rowKey="message_id"
        columns={columnsFor(now)}
        dataSource={list.data?.rows ?? []}
        loading={list.isFetching && list.data === undefined}
        locale={{ emptyText: <span className="empty">{list.isFetching ? t("state.loading") : nothing}</span> }}
        onRow={(row) => ({ onClick: () => void navigate(pathOf(row)) })}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total, [from, to]) => t("answers.range", { total, from, to }),
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
    </div>
  );
}
