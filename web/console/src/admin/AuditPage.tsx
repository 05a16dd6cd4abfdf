import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Table } from "antd";

import { listAudit, verifyAudit } from "../api/admin";
import { deadline, shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";
import { named } from "./names";

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
          { title: t("audit.actor"), key: "actor", width: 150, render: (_, row) => word("audit_actor", row.actor_name || row.actor_id) },
          { title: t("audit.deed"), key: "deed", width: 200, render: (_, row) => <Deed action={row.action} /> },
          { title: t("audit.object"), key: "object", render: (_, row) => <Subject type={row.object_type} id={row.object_id} /> },
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

function Deed({ action }: { action: string }) {
  const name = named("deed", action);
  return (
    <>
      {name}
      {name !== action && <div className="meta">{action}</div>}
    </>
  );
}

function Subject({ type, id }: { type: string; id: string }) {
  return (
    <>
      {named("deed_object", type)}
      <div className="meta">{id}</div>
    </>
  );
}

const MOST = 120;

function Changes({ changes, reason }: { changes: Record<string, unknown>; reason: string | null }) {
  const lines = Object.entries(changes).map(([field, value]) => changeOf(field, value).slice(0, MOST));
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

/** A change in words: what was and what is, or what is where nothing was. */
function changeOf(field: string, value: unknown): string {
  const name = named("deed_field", field);
  if (!Array.isArray(value) || value.length !== 2) return t("audit.set", { name, now: valueOf(field, value) });
  const [was, now] = value.map((one) => valueOf(field, one));
  if (value[0] === null || was === now) return t("audit.set", { name, now: now ?? "" });
  return t("audit.change", { name, was: was ?? "", now: now ?? "" });
}

/** Catalogue groups in which the values of a field have words. */
const WORDS: Record<string, readonly string[]> = {
  state: ["state.petition", "issue_state"], status: ["queue"], resolution: ["resolution"], refusal: ["refusal"], channel: ["channel"],
  nature: ["nature"], urgency: ["urgency"], alert: ["alert", "alert.title"], why: ["audit_why"], expects: ["expects"], scopes: ["key_scope"],
};

/** An instant as the log keeps it: with a T or a blank between day and time, and its offset. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*[+Z]/;

function valueOf(field: string, value: unknown): string {
  if (value === null || value === "") return t("state.dash");
  if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
  if (Array.isArray(value)) return value.map((one) => valueOf(field, one)).join(t("list.separator"));
  if (typeof value === "object") return JSON.stringify(value);
  const code = String(value);
  if (INSTANT.test(code)) return deadline(new Date(code).toISOString());
  return WORDS[field]?.map((group) => word(group, code)).find((found) => found !== code) ?? code;
}
