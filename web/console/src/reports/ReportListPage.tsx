import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { listReports, makeReport, type ReportKind } from "../api/reports";
import type { EditionSummary } from "../api/types";
import { shortStamp } from "../rules/dates";
import { exportsReports } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { periodOf } from "./periods";

/** Weekly, monthly, quarterly and yearly reports: each edition, and how to compute one. */
export function ReportListPage() {
  useTitle(t("nav.reports"));
  const me = useMe();
  const { now } = useNow();
  const filters = useFilters();
  const query = { kind: filters.get("kind"), offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({ queryKey: ["reports", query], queryFn: () => listReports(query), placeholderData: keepPreviousData });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.reports")}</h1>
        <span className="meta">{t("report.hint")}</span>
      </div>
      {exportsReports(me) && <MakeReport />}
      <div className="filters">
        <Select
          className="filter-select"
          aria-label={t("report.kind")}
          value={filters.get("kind")}
          options={[{ value: "", label: t("report.all_kinds") }, ...choices("report_kind")]}
          onChange={(kind: string) => filters.set({ kind })}
        />
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<EditionSummary>
        className="sheet"
        size="small"
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data?.editions ?? []}
        locale={{ emptyText: <span className="empty">{t("report.none")}</span> }}
        columns={[
          {
            title: t("report.title"),
            key: "title",
            render: (_, edition) => (
              <>
                <Link className="row-title" to={`/reports/${edition.id}`}>
                  {edition.title}
                </Link>
                <div className="meta">{edition.imprint}</div>
              </>
            ),
          },
          { title: t("report.kind"), key: "kind", width: 90, render: (_, edition) => word("report_kind", edition.kind) },
          {
            title: t("petition.state"),
            key: "state",
            width: 130,
            render: (_, edition) => (
              <>
                <Tag tone={edition.state === "released" ? "green" : "plain"}>{word("report_state", edition.state)}</Tag>{" "}
                {edition.number > 1 && <Tag>{t("report.edition", { number: edition.number })}</Tag>}
              </>
            ),
          },
          { title: t("report.cutoff"), key: "cutoff", width: 120, render: (_, edition) => shortStamp(edition.cutoff_at, now) },
        ]}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
    </div>
  );
}

function MakeReport() {
  const { today } = useNow();
  const navigate = useNavigate();
  const [kind, setKind] = useState<ReportKind>("month");
  const [period, setPeriod] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const wanted = period ?? periodOf(kind, today);
  const make = useMutation({
    mutationFn: () => makeReport({ kind, period: wanted, reason }),
    onSuccess: (edition) => navigate(`/reports/${edition.id}`),
  });
  return (
    <div className="bulk" role="group" aria-label={t("report.make")}>
      <Select<ReportKind>
        aria-label={t("report.kind")}
        value={kind}
        options={choices("report_kind") as { value: ReportKind; label: string }[]}
        onChange={(next) => {
          setKind(next);
          setPeriod(null);
        }}
      />
      <Input className="period" aria-label={t("report.period")} value={wanted} onChange={(event) => setPeriod(event.target.value.trim())} />
      <Input
        className="filter-search"
        aria-label={t("report.reason")}
        placeholder={t("report.reason")}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
        {t("report.make")}
      </Button>
      <ProblemAlert error={make.error} />
    </div>
  );
}
