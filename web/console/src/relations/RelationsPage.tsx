import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { listEntries } from "../api/knowledge";
import type { OpenRelationOut } from "../api/types";
import { listUnresolved, resolveRelation } from "../api/versions";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";

const ENDING = new Set(["repeals", "replaces"]);

/** The work list of relations: texts name documents that the base does not have, or has more than once. */
export function RelationsPage() {
  useTitle(t("nav.relations"));
  const filters = useFilters();
  const page = { offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({
    queryKey: ["relations", page],
    queryFn: () => listUnresolved(page),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page relations">
      <div className="page-head">
        <h1>{t("nav.relations")}</h1>
        <span className="meta">{t("relations.hint")}</span>
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<OpenRelationOut>
        className="sheet"
        size="small"
        rowKey={({ relation }) => relation.id}
        columns={COLUMNS}
        dataSource={list.data?.rows ?? []}
        loading={list.isPending}
        locale={{ emptyText: <span className="empty">{list.isPending ? t("state.loading") : t("relations.empty")}</span> }}
        pagination={{
          current: filters.page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total) => t("relations.total", { total }),
          onChange: (next) => filters.set({ page: String(next) }),
        }}
      />
    </div>
  );
}

const nameOf = (title: string | null, number: string | null) => [title && t("relations.titled", { title }), number].filter(Boolean).join(" ");

const COLUMNS: TableColumnsType<OpenRelationOut> = [
  {
    title: t("relations.column.source"),
    key: "source",
    width: "24%",
    render: (_, { relation, source_title: title }) => (
      <Link to={`/knowledge/${encodeURIComponent(relation.entry_id)}/${relation.version}`}>{title}</Link>
    ),
  },
  {
    title: t("relations.column.kind"),
    key: "kind",
    width: 92,
    render: (_, { relation }) => (
      <Tag {...(ENDING.has(relation.kind) ? ({ tone: "amber", icon: "swap" } as const) : {})}>{word("relation", relation.kind)}</Tag>
    ),
  },
  {
    title: t("relations.column.target"),
    key: "target",
    width: "28%",
    render: (_, { relation }) => (
      <>
        {nameOf(relation.target_title, relation.target_document_number)}
        {relation.scope !== null && ` ${relation.scope}`}
        {relation.quote !== "" && <div className="meta">{t("relations.quote", { quote: relation.quote })}</div>}
      </>
    ),
  },
  { title: t("relations.column.decide"), key: "decide", render: (_, row) => <Decide row={row} /> },
];

/** Which entry is meant: a likely one, one looked up by title, or none. */
function Decide({ row }: { row: OpenRelationOut }) {
  const client = useQueryClient();
  const say = useToast();
  const [chosen, setChosen] = useState<string | null>(row.candidates[0]?.entry_id ?? null);
  const [wanted, setWanted] = useState("");
  const found = useQuery({
    queryKey: ["entries", { q: wanted, limit: 20 }],
    queryFn: () => listEntries({ q: wanted, limit: 20 }),
    enabled: wanted !== "",
  });
  const resolve = useMutation({
    mutationFn: (target: string | null) => resolveRelation(row.relation.id, target),
    onSuccess: async () => {
      say(t("relations.done"));
      await client.invalidateQueries({ queryKey: ["relations"] });
    },
  });
  const likely = wanted === "" ? row.candidates : (found.data?.rows ?? []);
  const options = likely.map(({ entry_id, title, document_number }) => ({
    value: entry_id,
    label: [title, document_number].filter(Boolean).join(t("list.dot")),
  }));
  return (
    <>
      <div className="decide">
        <Select
          size="small"
          value={chosen}
          options={options}
          showSearch={{ filterOption: false, onSearch: setWanted }}
          placeholder={t("supersede.search")}
          notFoundContent={t(wanted === "" ? "supersede.search" : "relations.not_found")}
          aria-label={t("relations.choose", { title: row.relation.target_title ?? row.relation.target_document_number ?? "" })}
          onChange={setChosen}
        />
        <Button size="small" type="primary" disabled={chosen === null} loading={resolve.isPending} onClick={() => resolve.mutate(chosen)}>
          {t("relations.confirm")}
        </Button>
        <Button size="small" disabled={resolve.isPending} onClick={() => resolve.mutate(null)}>
          {t("relations.none")}
        </Button>
      </div>
      <ProblemAlert error={resolve.error} />
    </>
  );
}
