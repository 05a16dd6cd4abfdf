import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback, useState } from "react";
import { useSearchParams } from "react-router";

import { listImports, previewFaqs, startImport } from "../api/imports";
import type { FaqPreviewOut } from "../api/types";
import { maybeFaqs } from "../rules/faqMapping";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { DropBox } from "../ui/DropBox";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { FaqPanel } from "./FaqPanel";
import { RunList } from "./RunList";
import { RunView } from "./RunView";

const ACCEPTED =
  ".pdf,.docx,.doc,.wps,.ofd,.html,.htm,.xlsx,.xls,.csv,.md,.txt,.zip,.json,.jsonl,.png,.jpg,.jpeg,.tif,.tiff";
const RUNS = ["imports"] as const;

/** A table that was looked at and holds questions; it waits for a curator to settle its columns. */
export interface FaqFile {
  file: File;
  preview: FaqPreviewOut;
}

interface Sorted {
  faqs: FaqFile[];
  others: File[];
}

/** Look at tables first: those with questions are put aside, the others are read like any file. */
async function sortFiles(files: readonly File[]): Promise<Sorted> {
  const sorted: Sorted = { faqs: [], others: [] };
  for (const file of files) {
    const preview = maybeFaqs(file.name) ? await previewFaqs(file, null).catch(() => null) : null;
    if (preview?.sheets.some(({ is_faq }) => is_faq)) sorted.faqs.push({ file, preview });
    else sorted.others.push(file);
  }
  return sorted;
}

/** Where files come in: dropped, read in the background, reported one by one. */
export function ImportPage() {
  useTitle(t("nav.imports"));
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [waiting, setWaiting] = useState<FaqFile[]>([]);
  const [open, setOpen] = useState<FaqFile | null>(null);
  const runs = useQuery({ queryKey: RUNS, queryFn: () => listImports(20) });
  const shown = search.get("run") ?? runs.data?.rows[0]?.run_id ?? null;
  const show = useCallback((id: string) => setSearch({ run: id }, { replace: true }), [setSearch]);
  const begin = useMutation({
    mutationFn: async (files: File[]) => {
      const { faqs, others } = await sortFiles(files);
      return { faqs, run: others.length > 0 ? await startImport(others) : null };
    },
    onSuccess: async ({ faqs, run }) => {
      setWaiting((older) => [...faqs, ...older]);
      if (faqs[0] !== undefined) setOpen(faqs[0]);
      if (run !== null) show(run.run_id);
      await client.invalidateQueries({ queryKey: RUNS });
    },
  });
  const asPlain = useMutation({
    mutationFn: ({ file }: FaqFile) => startImport([file]),
    onSuccess: async (run, faq) => {
      drop(faq);
      show(run.run_id);
      await client.invalidateQueries({ queryKey: RUNS });
    },
  });
  const drop = (done: FaqFile) => {
    setWaiting((all) => all.filter((faq) => faq !== done));
    setOpen(null);
  };
  return (
    <div className="page imports">
      <div className="page-head">
        <h1>{t("nav.imports")}</h1>
        <span className="meta">{t("upload.hint")}</span>
      </div>
      <DropBox
        words={begin.isPending ? t("imports.sending") : t("upload.choose")}
        accept={ACCEPTED}
        isBusy={begin.isPending}
        onFiles={(files) => begin.mutate(files)}
      />
      <ProblemAlert error={begin.error ?? asPlain.error} />
      {waiting.length > 0 && <WaitingTables tables={waiting} onOpen={setOpen} />}
      <ProblemAlert error={runs.error} onRetry={() => void runs.refetch()} />
      <div className="imports-runs">
        {shown !== null ? <RunView key={shown} id={shown} /> : !runs.isPending && <p className="empty">{t("imports.none")}</p>}
        <RunList runs={runs.data?.rows ?? []} shown={shown} onShow={show} />
      </div>
      {open !== null && (
        <FaqPanel
          key={open.file.name + open.file.lastModified}
          table={open}
          onClose={() => setOpen(null)}
          onDone={() => drop(open)}
          onPlain={() => asPlain.mutate(open)}
        />
      )}
    </div>
  );
}

function WaitingTables({ tables, onOpen }: { tables: readonly FaqFile[]; onOpen: (table: FaqFile) => void }) {
  return (
    <section className="card waiting" aria-label={t("faq_import.waiting")}>
      <h2>{t("faq_import.waiting")}</h2>
      <ul>
        {tables.map((table) => (
          <li key={table.file.name + table.file.lastModified}>
            <Tag tone="blue" icon="wait">
              {t("faq_import.to_settle")}
            </Tag>
            <span className="report-name">{table.file.name}</span>
            <span className="meta">
              {t("faq_import.found", { rows: table.preview.sheets.reduce((sum, sheet) => sum + sheet.row_count, 0) })}
            </span>
            <Button type="primary" onClick={() => onOpen(table)}>
              {t("faq_import.open")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
