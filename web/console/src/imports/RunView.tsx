import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Progress, Table, type TableColumnsType } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { readImport, reportUrl, steerImport } from "../api/imports";
import type { ImportedFileOut, ImportRow } from "../api/types";
import { refreshLists } from "../knowledge/refresh";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { RUN_LOOKS } from "./RunList";

const PAGE = 50;
const POLL_MS = 1_000;
const OUTCOMES = ["read", "unchanged", "skipped", "failed", "missing"] as const;
const LOOKS = {
  read: { tone: "green", icon: "check" },
  unchanged: { tone: "grey", icon: "check" },
  skipped: { tone: "amber", icon: "warning" },
  failed: { tone: "red", icon: "close" },
  missing: { tone: "amber", icon: "warning" },
} as const;
const MOST_TITLES = 3;

/** One run: how far it is, what became of each file, and its report. It is read again every second while it goes. */
export function RunView({ id }: { id: string }) {
  const client = useQueryClient();
  const [page, setPage] = useState(1);
  const [outcome, setOutcome] = useState("");
  const run = useQuery({
    queryKey: ["import", id, outcome, page],
    queryFn: () => readImport(id, { outcome, offset: (page - 1) * PAGE, limit: PAGE }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.run.status === "running" ? POLL_MS : false),
  });
  const status = run.data?.run.status;
  useEffect(() => {
    if (status === undefined || status === "running") return;
    void refreshLists(client);
    void client.invalidateQueries({ queryKey: ["imports"] });
  }, [client, status]);
  if (run.data === undefined) {
    return run.isError ? <ProblemAlert error={run.error} onRetry={() => void run.refetch()} /> : <Skeleton />;
  }
  const { run: row, files, file_total } = run.data;
  return (
    <Pane title={t("imports.run")} note={<RunNote row={row} />} actions={<RunActions row={row} />}>
      <div className="run-body">
        <ProblemAlert error={run.error} />
        {row.problem !== null && <p className="field-error">{row.problem}</p>}
        <RunProgress row={row} />
        <div className="outcomes" role="group" aria-label={t("imports.by_outcome")}>
          {OUTCOMES.filter((code) => row.counts[code] > 0).map((code) => (
            <Button
              key={code}
              size="small"
              type={outcome === code ? "primary" : "default"}
              aria-pressed={outcome === code}
              onClick={() => {
                setOutcome(outcome === code ? "" : code);
                setPage(1);
              }}
            >
              {t("imports.outcome_count", { outcome: word("upload.outcome", code), count: row.counts[code] })}
            </Button>
          ))}
        </div>
        <Table<ImportedFileOut>
          className="sheet"
          size="small"
          rowKey="file_name"
          columns={COLUMNS}
          dataSource={files}
          locale={{ emptyText: <span className="empty">{t(row.status === "running" ? "imports.starting" : "imports.no_files")}</span> }}
          pagination={file_total > PAGE && { current: page, pageSize: PAGE, total: file_total, showSizeChanger: false, onChange: setPage }}
        />
      </div>
    </Pane>
  );
}

function RunNote({ row }: { row: ImportRow }) {
  return <Tag {...RUN_LOOKS[row.status]}>{word("imports.status", row.status)}</Tag>;
}

function RunActions({ row }: { row: ImportRow }) {
  const client = useQueryClient();
  const steer = useMutation({
    mutationFn: (step: "stop" | "resume") => steerImport(row.run_id, step),
    onSettled: () => client.invalidateQueries({ queryKey: ["import", row.run_id] }),
  });
  return (
    <>
      <ProblemAlert error={steer.error} />
      {row.status === "running" && (
        <Button size="small" loading={steer.isPending} onClick={() => steer.mutate("stop")}>
          {t("imports.stop")}
        </Button>
      )}
      {row.can_resume && (
        <Button size="small" type="primary" loading={steer.isPending} onClick={() => steer.mutate("resume")}>
          {t("imports.resume")}
        </Button>
      )}{" "}
      {row.status !== "running" && (
        <a href={reportUrl(row.run_id)} target="_blank" rel="noreferrer">
          {t("imports.report")}
        </a>
      )}
    </>
  );
}

function RunProgress({ row }: { row: ImportRow }) {
  const total = Math.max(row.expected_count, row.done_count, 1);
  const percent = row.status === "finished" ? 100 : Math.floor((row.done_count / total) * 100);
  const words =
    row.status === "running"
      ? t("imports.progress", { done: row.done_count, total: row.expected_count })
      : t("imports.took", { done: row.done_count, seconds: Math.max(1, Math.round(row.seconds)) });
  return (
    <div className="run-progress">
      <Progress
        percent={percent}
        status={row.status === "running" ? "active" : row.status === "stopped" ? "normal" : "success"}
        strokeColor={row.status === "finished" ? "#135200" : "#0b4fa8"}
        aria-label={t("imports.progress_label")}
      />
      <p role="status">
        {words}
        {row.remaining_seconds !== null && row.status === "running" && (
          <span className="meta"> {t("imports.remaining", { seconds: Math.ceil(row.remaining_seconds) })}</span>
        )}
      </p>
    </div>
  );
}

const COLUMNS: TableColumnsType<ImportedFileOut> = [
  {
    title: t("imports.column.outcome"),
    key: "outcome",
    width: 108,
    render: (_, { outcome }) => <Tag {...LOOKS[outcome]}>{word("upload.outcome", outcome)}</Tag>,
  },
  {
    title: t("imports.column.file"),
    key: "file",
    render: (_, file) => (
      <>
        <span className="report-name">{file.file_name}</span>
        {file.reason !== null && <div className="meta">{file.reason}</div>}
        {file.losses.map((loss) => (
          <div key={loss} className="meta">
            {loss}
          </div>
        ))}
      </>
    ),
  },
  {
    title: t("imports.column.entries"),
    key: "entries",
    width: "42%",
    render: (_, file) => <Entries file={file} />,
  },
];

function Entries({ file }: { file: ImportedFileOut }) {
  const shown = file.entry_ids.slice(0, MOST_TITLES);
  return (
    <>
      {shown.map((id, index) => (
        <div key={id}>
          <Link to={`/knowledge/${encodeURIComponent(id)}`}>{file.titles[index] ?? t("imports.open_entry")}</Link>
        </div>
      ))}
      {file.entry_ids.length > MOST_TITLES && (
        <div className="meta">{t("imports.more_entries", { count: file.entry_ids.length - MOST_TITLES })}</div>
      )}
      {file.outcome === "read" && (
        <span className="meta">{t("upload.counts", { clauses: file.clause_count, findings: file.finding_count })}</span>
      )}
    </>
  );
}
