import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { type DragEvent, useState } from "react";
import { Link } from "react-router";

import { uploadFiles } from "../api/knowledge";
import type { UploadedFileOut } from "../api/types";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { refreshLists } from "./refresh";

const ACCEPTED = ".pdf,.docx,.doc,.wps,.ofd,.html,.htm,.xlsx,.csv,.md,.txt,.zip,.json,.jsonl";
const LOOKS = {
  read: { tone: "green", icon: "check" },
  unchanged: { tone: "grey", icon: "check" },
  skipped: { tone: "amber", icon: "warning" },
  failed: { tone: "red", icon: "close" },
} as const;

interface UploadPanelProps {
  open: boolean;
  onClose: () => void;
}

/** Where files come in: one box to drop them on, and afterwards one line per file on what was read. */
export function UploadPanel({ open, onClose }: UploadPanelProps) {
  const client = useQueryClient();
  const [reports, setReports] = useState<UploadedFileOut[]>([]);
  const upload = useMutation({
    mutationFn: uploadFiles,
    onSuccess: async ({ files }) => {
      setReports((older) => [...files, ...older]);
      await refreshLists(client);
    },
  });
  return (
    <Drawer title={t("upload.title")} open={open} onClose={onClose} size={560}>
      <DropBox isBusy={upload.isPending} onFiles={(files) => upload.mutate(files)} />
      <p className="meta">{t("upload.hint")}</p>
      <ProblemAlert error={upload.error} />
      <div role="status">
        {upload.isPending && <p>{t("upload.busy", { count: upload.variables.length })}</p>}
        {reports.length > 0 && !upload.isPending && (
          <p>{t("upload.done", { count: reports.filter(({ outcome }) => outcome === "read").length, total: reports.length })}</p>
        )}
      </div>
      <ul className="reports">
        {reports.map((report, index) => (
          <ReportLine key={`${report.file_name}.${reports.length - index}`} report={report} onOpen={onClose} />
        ))}
      </ul>
    </Drawer>
  );
}

function DropBox({ isBusy, onFiles }: { isBusy: boolean; onFiles: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isBusy && event.dataTransfer.files.length > 0) onFiles([...event.dataTransfer.files]);
  };
  return (
    <label
      className={isOver ? "dropbox dropbox-over" : "dropbox"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined aria-hidden />
      <span>{isBusy ? t("upload.reading") : t("upload.choose")}</span>
      <input
        type="file"
        multiple
        accept={ACCEPTED}
        disabled={isBusy}
        className="visually-hidden"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}

function ReportLine({ report, onOpen }: { report: UploadedFileOut; onOpen: () => void }) {
  const { tone, icon } = LOOKS[report.outcome];
  return (
    <li className="report">
      <div className="report-head">
        <Tag tone={tone} icon={icon}>
          {word("upload.outcome", report.outcome)}
        </Tag>
        <span className="report-name">{report.file_name}</span>
      </div>
      {report.entry_id !== null && report.version !== null && (
        <div>
          <Link to={`/knowledge/${encodeURIComponent(report.entry_id)}/${report.version}`} onClick={onOpen}>
            {report.title ?? report.file_name}
          </Link>
          <span className="meta">
            {" "}
            {t("upload.counts", { clauses: report.clause_count, findings: report.finding_count })}
          </span>
        </div>
      )}
      {report.reason !== null && <div className="meta">{report.reason}</div>}
    </li>
  );
}
