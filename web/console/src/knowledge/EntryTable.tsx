import { Button, Table, type TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";

import type { EntryList, EntryRow } from "../api/types";
import { longDay, shortDay } from "../rules/dates";
import { t, word } from "../text";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { ValidityBadge } from "../ui/ValidityBadge";
import { PAGE_SIZE } from "../ui/useFilters";

interface EntryTableProps {
  list: EntryList | undefined;
  isLoading: boolean;
  page: number;
  onPage: (page: number) => void;
  onClear: () => void;
  isFiltered: boolean;
  canUpload: boolean;
  /** The rows that are chosen for a bulk step; null where nothing can be done with them. */
  chosen: readonly EntryRow[] | null;
  onChoose: (rows: EntryRow[]) => void;
}

const pathOf = ({ entry_id, version }: EntryRow) => `/knowledge/${encodeURIComponent(entry_id)}/${version}`;

const keyOf = (row: EntryRow) => `${row.entry_id}.${row.version}`;

function spanOf({ effective_from: from, effective_to: to }: EntryRow, today: string): string {
  if (from !== null && from > today) return t("knowledge.from", { day: longDay(from) });
  return to === null ? t("knowledge.no_end") : t("knowledge.until", { day: longDay(to) });
}

const isReviewDue = ({ status, next_review_on: day }: EntryRow, today: string) =>
  status === "published" && day !== null && day !== undefined && day <= today;

function columnsFor(now: string, today: string): TableColumnsType<EntryRow> {
  return [
    {
      title: t("knowledge.column.title"),
      key: "title",
      render: (_, row) => (
        <>
          <Link to={pathOf(row)} className="row-title">
            {row.title}
          </Link>
          <div className="meta">
            {[row.document_number, t("knowledge.version", { version: row.version })].filter(Boolean).join(t("list.dot"))}
          </div>
        </>
      ),
    },
    { title: t("knowledge.kind"), key: "kind", width: 84, responsive: ["sm"], render: (_, row) => word("kind", row.kind) },
    {
      title: t("knowledge.column.bodies"),
      key: "bodies",
      width: 156,
      responsive: ["md"],
      render: (_, row) => row.issuing_bodies.join(t("list.separator")) || t("state.dash"),
    },
    { title: t("knowledge.column.span"), key: "span", width: 174, responsive: ["md"], render: (_, row) => spanOf(row, today) },
    {
      title: t("knowledge.column.status"),
      key: "status",
      width: 164,
      render: (_, row) => (
        <span className="row-tags">
          <ValidityBadge version={row} today={today} />
          {isReviewDue(row, today) && <Tag tone="amber" icon="warning">{t("review_date.due")}</Tag>}
        </span>
      ),
    },
    {
      title: t("knowledge.column.findings"),
      key: "findings",
      width: 100,
      responsive: ["sm"],
      render: (_, row) =>
        row.finding_count === 0 ? (
          t("knowledge.complete")
        ) : (
          <Tag tone="amber" icon="warning">
            {t("knowledge.findings", { count: row.finding_count })}
          </Tag>
        ),
    },
    {
      title: t("knowledge.column.updated"),
      key: "updated",
      width: 64,
      responsive: ["lg"],
      render: (_, row) => shortDay(row.updated_at, now),
    },
  ];
}

/** The rows of the knowledge desk; a whole row opens its version. */
export function EntryTable({ list, isLoading, page, onPage, onClear, isFiltered, canUpload, chosen, onChoose }: EntryTableProps) {
  const navigate = useNavigate();
  const { now, today } = useNow();
  const empty = isFiltered ? (
    <>
      {t("knowledge.none_found")} <Button type="link" onClick={onClear}>{t("action.clear_filters")}</Button>
    </>
  ) : (
    t(canUpload ? "knowledge.empty_upload" : "knowledge.empty")
  );
  return (
    <Table<EntryRow>
      className="sheet"
      size="small"
      rowKey={keyOf}
      {...(chosen !== null && {
        rowSelection: {
          selectedRowKeys: chosen.map(keyOf),
          onChange: (_: unknown, rows: EntryRow[]) => onChoose(rows),
          getCheckboxProps: (row: EntryRow) => ({ "aria-label": t("bulk.choose", { title: row.title }) }),
          getTitleCheckboxProps: () => ({ "aria-label": t("bulk.choose_all") }),
        },
      })}
      columns={columnsFor(now, today)}
      dataSource={list?.rows ?? []}
      loading={isLoading && list === undefined}
      locale={{ emptyText: <span className="empty">{isLoading ? t("state.loading") : empty}</span> }}
      onRow={(row) => ({ onClick: () => void navigate(pathOf(row)) })}
      pagination={{
        current: page,
        pageSize: PAGE_SIZE,
        total: list?.total ?? 0,
        showSizeChanger: false,
        hideOnSinglePage: false,
        showTotal: (total, [from, to]) => t("list.range", { total, from, to }),
        onChange: onPage,
      }}
    />
  );
}
