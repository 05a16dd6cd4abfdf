import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import { listPetitions } from "../api/petitions";
import type { PetitionList, PetitionRow } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { deadline, shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { AlertBars, SlaTag } from "../ui/SlaTag";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";

const ALERTS = ["red", "orange", "yellow"] as const;
type Filters = ReturnType<typeof useFilters>;

function AlertStrip({ chosen, onChoose }: { chosen: string; onChoose: (alert: string) => void }) {
  const counts = useQueries({
    queries: ALERTS.map((alert) => ({
      queryKey: ["petition-count", alert],
      queryFn: () => listPetitions({ alert, limit: 1 }),
    })),
  });
  return (
    <div className="alerts" role="group" aria-label={t("petition.alerts")}>
      {ALERTS.map((alert, index) => (
        <button
          key={alert}
          type="button"
          className={`alert-card alert-${alert}`}
          aria-pressed={chosen === alert}
          onClick={() => onChoose(chosen === alert ? "" : alert)}
        >
          <span className="alert-count">{counts[index]?.data?.total ?? t("state.dash")}</span>
          <span>
            <strong className="alert-name">
              <AlertBars level={alert} /> {word("alert.title", alert)}
            </strong>
            <span className="alert-note">{word("alert.note", alert)}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

function FilterBar({ filters }: { filters: Filters }) {
  const departments = useDepartmentChoices();
  const all = (label: string) => ({ value: "", label });
  return (
    <div className="filters">
      <Input.Search
        key={filters.get("q")}
        className="filter-search"
        defaultValue={filters.get("q")}
        placeholder={t("petition.search")}
        aria-label={t("petition.search")}
        allowClear
        onSearch={(q) => filters.set({ q: q.trim() })}
      />
      <Select
        className="filter-select"
        aria-label={t("petition.state")}
        value={filters.get("state")}
        options={[all(t("petition.all_states")), ...choices("state.petition")]}
        onChange={(state) => filters.set({ state })}
      />
      <Select
        className="filter-select"
        aria-label={t("petition.department")}
        value={filters.get("department")}
        options={[all(t("petition.all_departments")), ...departments]}
        onChange={(department) => filters.set({ department })}
      />
    </div>
  );
}

const pathOf = (row: PetitionRow) => `/petitions/${encodeURIComponent(row.number)}`;

function columnsFor(now: string, isPhone: boolean): TableColumnsType<PetitionRow> {
  return [
    {
      title: t("petition.column.title"),
      key: "title",
      render: (_, row) => (
        <>
          <Link to={pathOf(row)} className="row-title">
            {row.title}
          </Link>
          <div className="meta">{[row.number, row.enterprise_name].filter(Boolean).join(t("list.dot"))}</div>
          <div className="phone-only">{word("state.petition", row.state)}</div>
        </>
      ),
    },
    {
      title: t("petition.column.nature"),
      key: "nature",
      width: 172,
      responsive: ["md"],
      render: (_, row) => [word("nature", row.nature), row.category].filter(Boolean).join(t("list.dot")),
    },
    {
      title: t("petition.department"),
      key: "department",
      width: 132,
      responsive: ["md"],
      render: (_, row) => row.lead_department ?? t("petition.not_dispatched"),
    },
    {
      title: t("petition.state"),
      key: "state",
      width: 92,
      responsive: ["sm"],
      render: (_, row) => (
        <>
          {word("state.petition", row.state)}
          {row.urgency !== "normal" && <div className="meta">{word("urgency", row.urgency)}</div>}
        </>
      ),
    },
    {
      title: t("petition.column.due"),
      key: "due",
      width: isPhone ? 170 : 216,
      render: (_, row) =>
        row.due_at === null ? (
          <span className="meta">{t("petition.no_clock")}</span>
        ) : (
          <>
            <SlaTag petition={row} now={now} />
            <div className="meta">{t("petition.due", { deadline: deadline(row.due_at) })}</div>
          </>
        ),
    },
    {
      title: t("petition.column.submitted"),
      key: "submitted",
      width: 104,
      responsive: ["lg"],
      render: (_, row) => shortStamp(row.submitted_at, now),
    },
  ];
}

const rowClass = ({ alert, state }: PetitionRow) =>
  alert === "none" || state === "answered" || state === "closed" ? "" : `row-${alert}`;

interface PetitionTableProps {
  list: PetitionList | undefined;
  isLoading: boolean;
  filters: Filters;
  isFiltered: boolean;
}

function PetitionTable({ list, isLoading, filters, isFiltered }: PetitionTableProps) {
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { now } = useNow();
  const empty = isFiltered ? (
    <>
      {t("petition.none_found")}{" "}
      <Button type="link" onClick={() => filters.set({ q: "", state: "", department: "", alert: "" })}>
        {t("action.clear_filters")}
      </Button>
    </>
  ) : (
    t("petition.empty")
  );
  return (
    <Table<PetitionRow>
      className="sheet"
      size="small"
      rowKey="number"
      columns={columnsFor(now, isPhone)}
      dataSource={list?.rows ?? []}
      loading={isLoading && list === undefined}
      rowClassName={rowClass}
      locale={{ emptyText: <span className="empty">{isLoading ? t("state.loading") : empty}</span> }}
      onRow={(row) => ({ onClick: () => void navigate(pathOf(row)) })}
      pagination={{
        current: filters.page,
        pageSize: PAGE_SIZE,
        total: list?.total ?? 0,
        showSizeChanger: false,
        showTotal: (total, [from, to]) => t("list.range_petitions", { total, from, to }),
        onChange: (page) => filters.set({ page: String(page) }),
      }}
    />
  );
}

/** The petition desk: alerts on top as filters, then one dense row per petition. */
export function PetitionListPage() {
  useTitle(t("nav.petitions"));
  const { now } = useNow();
  const filters = useFilters();
  const query = {
    state: filters.get("state"),
    department: filters.get("department"),
    alert: filters.get("alert"),
    q: filters.get("q"),
    offset: filters.offset,
    limit: PAGE_SIZE,
  };
  const list = useQuery({
    queryKey: ["petitions", query],
    queryFn: () => listPetitions(query),
    placeholderData: keepPreviousData,
  });
  const isFiltered = [query.state, query.department, query.alert, query.q].some((value) => value !== "");
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.petitions")}</h1>
        <span className="meta">{deadline(now)}</span>
      </div>
      <AlertStrip chosen={query.alert} onChoose={(alert) => filters.set({ alert })} />
      <FilterBar filters={filters} />
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <PetitionTable list={list.data} isLoading={list.isFetching} filters={filters} isFiltered={isFiltered} />
    </div>
  );
}
