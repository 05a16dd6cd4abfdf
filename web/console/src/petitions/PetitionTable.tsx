import { Button, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import type { PetitionList, PetitionRow } from "../api/types";
import { deadline, shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { SlaTag } from "../ui/SlaTag";
import { moveFocus } from "../ui/useArrowKeys";
import { PAGE_SIZE, type useFilters } from "../ui/useFilters";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { FILTERS, NO_FILTERS } from "./FilterBar";
import { canBeDispatched, pathOf } from "./queues";

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
  filters: ReturnType<typeof useFilters>;
  /** Given where rows can be chosen, for a bulk dispatch. */
  selection?: { chosen: readonly PetitionRow[]; onChoose: (rows: PetitionRow[]) => void } | undefined;
}

/** One dense row per petition; arrow keys walk along them, Enter opens, the box in front chooses. */
export function PetitionTable({ list, isLoading, filters, selection }: PetitionTableProps) {
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { now } = useNow();
  const isFiltered = FILTERS.some((name) => filters.get(name) !== "");
  const empty = isFiltered ? (
    <>
      {t("petition.none_found")}{" "}
      <Button type="link" onClick={() => filters.set(NO_FILTERS)}>
        {t("action.clear_filters")}
      </Button>
    </>
  ) : (
    t("petition.empty")
  );
  return (
    <div onKeyDown={(event) => moveFocus(event, ".row-title")}>
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
        {...(selection === undefined ? {} : { rowSelection: selectionOf(selection) })}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total, [from, to]) => t("list.range_petitions", { total, from, to }),
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
    </div>
  );
}

function selectionOf({ chosen, onChoose }: NonNullable<PetitionTableProps["selection"]>) {
  return {
    columnTitle: t("bulk_dispatch.choose"),
    columnWidth: 52,
    selectedRowKeys: chosen.map(({ number }) => number),
    onChange: (_: unknown, rows: PetitionRow[]) => onChoose(rows),
    onCell: () => ({ onClick: (event: React.MouseEvent) => event.stopPropagation() }),
    getCheckboxProps: (row: PetitionRow) => ({
      disabled: !canBeDispatched(row),
      "aria-label": t(canBeDispatched(row) ? "bulk_dispatch.choose_one" : "bulk_dispatch.not_this", { title: row.title }),
    }),
  };
}
