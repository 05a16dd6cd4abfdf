import { useQuery } from "@tanstack/react-query";
import { Button, Table, type TableColumnsType } from "antd";
import { Link, useSearchParams } from "react-router";

import { readBulletin } from "../api/sources";
import type { SourceBulletin } from "../api/types";
import { longDay } from "../rules/dates";
import { daysOfMonth, monthAfter } from "../rules/sources";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";

type Row = SourceBulletin["rows"][number];
type Owner = SourceBulletin["owners"][number];
type Stage = SourceBulletin["limits"][number];

/** The monthly bulletin (一月一通报): checks due, done and missed, by owner and by site. */
export function BulletinPage() {
  useTitle(t("sources.bulletin"));
  const { today } = useNow();
  const [search, setSearch] = useSearchParams();
  const month = search.get("month") ?? today.slice(0, 7);
  const bulletin = useQuery({ queryKey: ["source-bulletin", month], queryFn: () => readBulletin(month) });
  const go = (steps: number) => setSearch({ month: monthAfter(month, steps) }, { replace: true });
  const [year = "", number = ""] = month.split("-");
  return (
    <div className="page bulletin">
      <div className="page-head">
        <h1>{t("bulletin.title", { year, month: Number(number) })}</h1>
        <div className="page-actions">
          <Button onClick={() => go(-1)}>{t("bulletin.earlier")}</Button>
          <Button disabled={month >= today.slice(0, 7)} onClick={() => go(1)}>
            {t("bulletin.later")}
          </Button>
          <Link to="/sources">
            <Button>{t("nav.sources")}</Button>
          </Link>
        </div>
      </div>
      <ProblemAlert error={bulletin.error} onRetry={() => void bulletin.refetch()} />
      {bulletin.isPending ? <Skeleton /> : bulletin.data !== undefined && <Figures bulletin={bulletin.data} />}
    </div>
  );
}

function Figures({ bulletin }: { bulletin: SourceBulletin }) {
  const missing = bulletin.owners.reduce((sum, owner) => sum + owner.missing, 0);
  return (
    <>
      <p role="status">
        {bulletin.through === null
          ? t("bulletin.not_begun")
          : t("bulletin.summary", { day: longDay(bulletin.through), days: bulletin.working_days, sites: bulletin.rows.length, missing })}
      </p>
      <h2>{t("bulletin.owners")}</h2>
      <Table<Owner>
        className="sheet"
        size="small"
        rowKey={(owner) => owner.owner ?? ""}
        columns={OWNERS}
        dataSource={bulletin.owners}
        pagination={false}
        locale={{ emptyText: <span className="empty">{t("sources.empty")}</span> }}
      />
      <h2>{t("bulletin.sites")}</h2>
      <Table<Row>
        className="sheet"
        size="small"
        rowKey="site_id"
        columns={SITES}
        dataSource={bulletin.rows}
        pagination={bulletin.rows.length > 50 && { pageSize: 50, showSizeChanger: false }}
        locale={{ emptyText: <span className="empty">{t("sources.empty")}</span> }}
      />
      <h2>{t("bulletin.limits")}</h2>
      <p className="meta">{bulletin.limits_label}</p>
      <Table<Stage> className="sheet" size="small" rowKey="stage" columns={LIMITS} dataSource={bulletin.limits} pagination={false} />
    </>
  );
}

const missed = (count: number, expected: number) =>
  expected === 0 ? (
    t("state.dash")
  ) : count === 0 ? (
    <Tag tone="green" icon="check">
      {t("bulletin.none_missed")}
    </Tag>
  ) : (
    <Tag tone="alert" icon="warning">
      {t("bulletin.missed", { count })}
    </Tag>
  );

const OWNERS: TableColumnsType<Owner> = [
  { title: t("sources.column.owner"), key: "owner", render: (_, { owner }) => owner ?? t("sources.no_owner") },
  { title: t("bulletin.column.sites"), dataIndex: "sites", width: 100 },
  { title: t("bulletin.column.expected"), dataIndex: "expected", width: 100 },
  { title: t("bulletin.column.ticked"), dataIndex: "ticked", width: 100 },
  { title: t("bulletin.column.missing"), key: "missing", width: 140, render: (_, { missing, expected }) => missed(missing, expected) },
];

const SITES: TableColumnsType<Row> = [
  { title: t("sources.column.name"), dataIndex: "name" },
  {
    title: t("sources.column.owner"),
    key: "owner",
    width: 160,
    render: (_, { owner, department }) => [owner, department].filter(Boolean).join(t("list.dot")) || t("sources.no_owner"),
  },
  { title: t("bulletin.column.expected"), dataIndex: "expected", width: 80 },
  { title: t("bulletin.column.ticked"), dataIndex: "ticked", width: 80 },
  { title: t("bulletin.column.found"), dataIndex: "found", width: 100 },
  {
    title: t("bulletin.column.missing"),
    key: "missing",
    width: "32%",
    render: (_, { missing, expected }) => (
      <>
        {missed(missing.length, expected)}
        {missing.length > 0 && <div className="meta">{t("bulletin.days", { days: daysOfMonth(missing).join(t("list.separator")) })}</div>}
      </>
    ),
  },
];

const LIMITS: TableColumnsType<Stage> = [
  { title: t("bulletin.column.stage"), key: "stage", render: (_, { stage }) => word("bulletin.stage", stage) },
  { title: t("bulletin.column.limit"), key: "limit", width: 120, render: (_, stage) => t("bulletin.limit_days", { days: stage.limit_days }) },
  { title: t("bulletin.column.in_time"), dataIndex: "in_time", width: 100 },
  { title: t("bulletin.column.late"), dataIndex: "late", width: 100 },
  { title: t("bulletin.column.open"), dataIndex: "open", width: 120 },
  {
    title: t("bulletin.column.mean"),
    key: "mean",
    width: 160,
    render: (_, { mean_days: days }) => (days === null ? t("state.dash") : t("bulletin.mean_days", { days })),
  },
];
