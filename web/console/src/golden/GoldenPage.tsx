import { DownloadOutlined, PlayCircleOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Segmented, Table, type TableColumnsType, Upload } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { checkGolden, goldenExportUrl, importGolden, listGolden } from "../api/golden";
import type { GoldenCheckOut, GoldenQuestionOut } from "../api/types";
import { shortDay } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { GoldenPanel } from "./GoldenPanel";
import { ImportReport } from "./ImportReport";

type Checked = Map<string, GoldenCheckOut>;

function columnsFor(now: string, checked: Checked | null, onOpen: (row: GoldenQuestionOut) => void): TableColumnsType<GoldenQuestionOut> {
  return [
    {
      title: t("golden.column.question"),
      key: "question",
      render: (_, row) => (
        <>
          <Button type="link" className="row-link" onClick={() => onOpen(row)}>
            {row.question}
          </Button>
          {row.note !== "" && <div className="meta">{row.note}</div>}
        </>
      ),
    },
    {
      title: t("golden.column.expected"),
      key: "expected",
      width: "32%",
      render: (_, row) =>
        row.entry_id === null ? (
          word("expects", "refusal")
        ) : (
          <Link to={`/knowledge/${encodeURIComponent(row.entry_id)}`}>{t("golden.target", { title: row.title, clause: row.clause_label })}</Link>
        ),
    },
    {
      title: t("golden.column.conditions"),
      key: "conditions",
      width: 132,
      responsive: ["lg"],
      render: (_, { region_code: region, as_of: day }) => [region, day].filter(Boolean).join(t("list.dot")) || t("state.dash"),
    },
    { title: t("golden.column.origin"), key: "origin", width: 104, responsive: ["md"], render: (_, row) => word("golden_origin", row.origin) },
    {
      title: t("golden.column.state"),
      key: "state",
      width: 116,
      render: (_, row) => <State row={row} check={checked?.get(row.id)} />,
    },
    { title: t("knowledge.column.updated"), key: "updated", width: 84, responsive: ["lg"], render: (_, row) => shortDay(row.updated_at, now) },
  ];
}

function State({ row, check }: { row: GoldenQuestionOut; check: GoldenCheckOut | undefined }) {
  if (!row.is_active) return <Tag>{t("golden.resting")}</Tag>;
  if (check === undefined) return <Tag tone="blue" icon="check">{t("golden.active")}</Tag>;
  return check.answer.passes ? (
    <Tag tone="green" icon="check">{t("golden.passes")}</Tag>
  ) : (
    <Tag tone="red" icon="warning">{t("golden.misses")}</Tag>
  );
}

/** The golden questions: what the base must go on answering, and whether it does. */
export function GoldenPage() {
  useTitle(t("nav.golden"));
  const { now } = useNow();
  const client = useQueryClient();
  const filters = useFilters();
  const [open, setOpen] = useState<GoldenQuestionOut | "new" | null>(null);
  const query = { active: filters.get("active") || "true", q: filters.get("q"), offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({ queryKey: ["golden", query], queryFn: () => listGolden(query), placeholderData: keepPreviousData });
  const check = useMutation({ mutationFn: checkGolden });
  const checked = check.data === undefined ? null : new Map(check.data.map((one) => [one.question.id, one]));
  const failing = check.data?.filter(({ answer }) => !answer.passes).length ?? 0;
  const taking = useMutation({
    mutationFn: importGolden,
    onSuccess: () => client.invalidateQueries({ queryKey: ["golden"] }),
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.golden")}</h1>
        <span className="meta">{t("golden.hint")}</span>
        <div className="page-actions">
          <Button icon={<DownloadOutlined aria-hidden />} href={goldenExportUrl}>
            {t("action.export")}
          </Button>
          <Upload showUploadList={false} accept=".csv,.xlsx" beforeUpload={(file) => (taking.mutate(file), false)}>
            <Button icon={<UploadOutlined aria-hidden />} loading={taking.isPending}>
              {t("action.import")}
            </Button>
          </Upload>
          <Button icon={<PlayCircleOutlined aria-hidden />} loading={check.isPending} onClick={() => check.mutate()}>
            {t("golden.check")}
          </Button>
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen("new")}>
            {t("golden.new")}
          </Button>
        </div>
      </div>
      <div className="filters">
        <Segmented
          value={query.active}
          options={[
            { value: "true", label: t("golden.active_count", { count: list.data?.active ?? 0 }) },
            { value: "false", label: t("golden.resting_count", { count: list.data?.resting ?? 0 }) },
          ]}
          onChange={(active) => filters.set({ active: active === "true" ? "" : active })}
          aria-label={t("golden.column.state")}
        />
        <Input.Search
          key={filters.get("q")}
          className="filter-search"
          defaultValue={filters.get("q")}
          placeholder={t("golden.search")}
          aria-label={t("golden.search")}
          allowClear
          onSearch={(q) => filters.set({ q: q.trim() })}
        />
        {check.data !== undefined && (
          <span role="status">{t("golden.checked", { count: check.data.length, failing })}</span>
        )}
      </div>
      <ProblemAlert error={list.error ?? check.error ?? taking.error} />
      {taking.data !== undefined && <ImportReport report={taking.data} />}
      <Table<GoldenQuestionOut>
        className="sheet"
        size="small"
        rowKey="id"
        columns={columnsFor(now, checked, setOpen)}
        dataSource={list.data?.rows ?? []}
        loading={list.isPending}
        locale={{ emptyText: <span className="empty">{list.isPending ? t("state.loading") : t("golden.empty")}</span> }}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total) => t("golden.total", { total }),
          onChange: (page) => filters.set({ page: String(page) }),
        }}
      />
      <GoldenPanel question={open} onClose={() => setOpen(null)} />
    </div>
  );
}
