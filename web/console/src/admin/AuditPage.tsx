import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Table } from "antd";

import { listAudit, verifyAudit } from "../api/admin";
import { shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";

/** Who did what and when, newest first, and whether the chain of the log is whole. */
export function AuditPage() {
  useTitle(t("nav.audit"));
  const { now } = useNow();
  const filters = useFilters();
  const query = { action: filters.get("action"), q: filters.get("q"), offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({ queryKey: ["audit", query], queryFn: () => listAudit(query), placeholderData: keepPreviousData });
  const verify = useMutation({ mutationFn: verifyAudit });
  const search = (name: "action" | "q") => (
    <Input.Search
      key={`${name}.${filters.get(name)}`}
      className="filter-search"
      defaultValue={filters.get(name)}
      placeholder={t(`audit.${name}`)}
      aria-label={t(`audit.${name}`)}
      allowClear
      onSearch={(value) => filters.set({ [name]: value.trim() })}
    />
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.audit")}</h1>
        <span className="meta">{t("audit.hint")}</span>
        <div className="page-actions">
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>
            {t("audit.verify")}
          </Button>
        </div>
      </div>
      {verify.data !== undefined && <Alert type={verify.data.intact ? "success" : "error"} role="status" showIcon title={verify.data.message} />}
      <div className="filters">
        {search("action")}
        {search("q")}
      </div>
      <ProblemAlert error={list.error ?? verify.error} onRetry={() => void list.refetch()} />
      <Table
        className="sheet"
        size="small"
        rowKey="sequence"
        loading={list.isPending}
        dataSource={list.data?.rows ?? []}
        columns={[
          { title: t("audit.sequence"), dataIndex: "sequence", width: 80 },
          { title: t("audit.at"), key: "at", width: 110, render: (_, row) => shortStamp(row.at, now) },
          { title: t("audit.actor"), key: "actor", width: 150, render: (_, row) => row.actor_name || row.actor_id },
          { title: t("audit.deed"), dataIndex: "action", width: 190 },
          { title: t("audit.object"), key: "object", render: (_, row) => `${row.object_type} ${row.object_id}` },
          { title: t("audit.changes"), key: "changes", render: (_, row) => <Changes changes={row.changes} reason={row.reason} /> },
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

const MOST = 120;

function Changes({ changes, reason }: { changes: Record<string, unknown>; reason: string | null }) {
  const lines = Object.entries(changes).map(([field, value]) => `${field}: ${JSON.stringify(value)}`.slice(0, MOST));
  return (
    <div className="changes">
      {reason !== null && reason !== "" && <div>{reason}</div>}
      {lines.map((line) => (
        <div key={line} className="meta">
          {line}
        </div>
      ))}
    </div>
  );
}
