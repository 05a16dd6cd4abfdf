import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Table, type TableColumnsType } from "antd";
import { useId, useMemo, useState } from "react";
import { Link, useParams } from "react-router";

import { changeConfig, type ConfigKind, configUrl, importConfig, readConfig } from "../api/admin";
import type { ConfigOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useToast } from "../ui/Toast";
import { useDepartmentChoices } from "../reference/departments";
import { ConfigVersions } from "./ConfigVersions";
import { named } from "./names";

export const KINDS = ["departments", "taxonomy", "dispatch", "calendar", "rules"] as const satisfies readonly ConfigKind[];

type Row = ConfigOut["rows"][number] & { place?: never };

/** What an administrator decides: departments, categories, dispatch catalogue, calendar, time limits. */
export function ConfigPage() {
  const { kind: wanted = "" } = useParams();
  const kind = KINDS.find((one) => one === wanted) ?? "departments";
  const config = useQuery({ queryKey: ["config", kind], queryFn: () => readConfig(kind) });
  useTitle(word("config_kind", kind));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{word("config_kind", kind)}</h1>
        <span className="meta">{word("config_hint", kind)}</span>
      </div>
      <nav className="queues" aria-label={t("config.kinds")}>
        {KINDS.map((one) => (
          <Link key={one} to={`/admin/config/${one}`} className="queue" aria-current={one === kind ? "page" : undefined}>
            {word("config_kind", one)}
          </Link>
        ))}
      </nav>
      <ProblemAlert error={config.error} onRetry={() => void config.refetch()} />
      {config.isPending && <Skeleton />}
      {config.data !== undefined && <ConfigEditor key={`${kind}.${config.data.newest_version}`} config={config.data} />}
    </div>
  );
}

/** The rows in force, to change in place; nothing governs before it is saved with a reason. */
function ConfigEditor({ config }: { config: ConfigOut }) {
  const client = useQueryClient();
  const say = useToast();
  const [rows, setRows] = useState<Row[]>(config.rows);
  const [words, setWords] = useState("");
  const [reason, setReason] = useState("");
  const [from, setFrom] = useState("");
  const changed = rows !== config.rows;
  const kept = async (answered: ConfigOut) => {
    client.setQueryData(["config", config.kind], answered);
    say(t("config.saved"));
    await client.invalidateQueries({ queryKey: ["departments"] });
  };
  const save = useMutation({
    mutationFn: () =>
      changeConfig(config.kind, { rows, base_version: config.newest_version, reason, ...(from === "" ? {} : { effective_from: from }) }),
    onSuccess: kept,
  });
  const load = useMutation({
    mutationFn: (file: File) => importConfig(config.kind, file, reason || t("config.imported"), config.newest_version),
    onSuccess: kept,
  });
  const shown = useMemo(
    () => rows.map((row, place) => ({ row, place })).filter(({ row }) => Object.values(row).some((cell) => cell.includes(words))),
    [rows, words],
  );
  const columns = useColumns(config, rows, setRows);
  const isOpen = config.kind !== "rules"; // which rules there are is decided by the program
  return (
    <>
      <div className="filters">
        <Input className="filter-search" aria-label={t("config.search")} placeholder={t("config.search")} value={words} onChange={(event) => setWords(event.target.value)} />
        {isOpen && <Button onClick={() => setRows([Object.fromEntries(config.columns.map((column) => [column, ""])), ...rows])}>{t("config.add")}</Button>}
        <Button href={configUrl(config.kind)} download>
          {t("config.export")}
        </Button>
        <FileButton label={t(load.isPending ? "files.busy" : "config.import")} onFile={(file) => load.mutate(file)} />
      </div>
      {changed && (
        <div className="bulk" role="group" aria-label={t("config.change")}>
          <strong>{t("config.changed")}</strong>
          <Input className="filter-search" aria-label={t("config.reason")} placeholder={t("config.reason")} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          <Input className="filter-select" type="date" aria-label={t("config.from")} value={from} onChange={(event) => setFrom(event.target.value)} />
          <Button type="primary" disabled={reason.trim() === ""} loading={save.isPending} onClick={() => save.mutate()}>
            {t(reason.trim() === "" ? "config.no_reason" : "action.save")}
          </Button>
          <Button onClick={() => setRows(config.rows)}>{t("config.undo")}</Button>
        </div>
      )}
      <ProblemAlert error={save.error ?? load.error} />
      <Table
        className="sheet config-sheet"
        size="small"
        rowKey="place"
        columns={columns}
        dataSource={shown}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: word("config_empty", config.kind) }}
        pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
      />
      {config.versions.length > 0 && <ConfigVersions config={config} />}
    </>
  );
}

type Shown = { row: Row; place: number };

function useColumns(config: ConfigOut, rows: Row[], setRows: (rows: Row[]) => void): TableColumnsType<Shown> {
  const isRules = config.kind === "rules";
  const write = (place: number, column: string, cell: string) =>
    setRows(rows.map((row, at) => (at === place ? { ...row, [column]: cell } : row)));
  const cells: TableColumnsType<Shown> = config.columns.map((column) => ({
    title: word("config_column", column),
    key: column,
    render: (_, { row, place }) =>
      isRules && column === "name" ? (
        <RuleName code={row[column] ?? ""} />
      ) : (
        <>
          <Input
            size="small"
            variant="borderless"
            aria-label={t("config.cell", { column: word("config_column", column), row: row[config.columns[0] ?? ""] ?? "" })}
            value={row[column] ?? ""}
            onChange={(event) => write(place, column, event.target.value)}
          />
          {DEPARTMENT_COLUMNS.has(column) && <DepartmentNames codes={row[column] ?? ""} />}
        </>
      ),
  }));
  if (isRules) return cells;
  return [
    ...cells,
    {
      title: t("account.steps"),
      key: "steps",
      width: 80,
      fixed: "right",
      render: (_, { row, place }) => (
        <Button
          size="small"
          aria-label={t("config.remove_row", { row: row[config.columns[0] ?? ""] ?? "" })}
          onClick={() => setRows(rows.filter((_row, at) => at !== place))}
        >
          {t("config.remove")}
        </Button>
      ),
    },
  ];
}

function RuleName({ code }: { code: string }) {
  return (
    <>
      {named("rule", code)}
      <div className="meta">{code}</div>
    </>
  );
}

const DEPARTMENT_COLUMNS = new Set(["departments", "lead", "assists", "last_resort"]);

/** Who the codes in a cell are; a code that no department has is left out. */
function DepartmentNames({ codes }: { codes: string }) {
  const departments = useDepartmentChoices();
  const names = codes.split(/[,，、;\s]+/).flatMap((code) => departments.find(({ value }) => value === code)?.label ?? []);
  return names.length === 0 ? null : <div className="meta config-names">{names.join(t("list.separator"))}</div>;
}

function FileButton({ label, onFile }: { label: string; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <label htmlFor={id} className="file-add">
      {label}
      <input
        id={id}
        type="file"
        accept=".csv,.xlsx"
        className="visually-hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </label>
  );
}
