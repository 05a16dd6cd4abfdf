import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { useParams } from "react-router";

import { exportUrl, readReport, releaseReport } from "../api/reports";
import type { EditionOut, ReportSectionOut } from "../api/types";
import { exportsReports } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { ChartCard } from "./ChartCard";
import { Figures } from "./Figures";
import { barsOf, ReportTable } from "./ReportTable";

/** Tables whose first column is worth a picture. */
const CHARTED = new Set(["channel", "nature", "category", "region", "industry", "size", "department", "issue", "unanswered", "cited"]);

/** One edition: figures and tables of every section, charts with the same data as a table, and files to save. */
export function ReportPage() {
  const { id = "" } = useParams();
  const [audience, setAudience] = useState<"internal" | "public">("internal");
  const edition = useQuery({ queryKey: ["report", id, audience], queryFn: () => readReport(id, audience) });
  useTitle(edition.data?.title ?? t("nav.reports"));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{edition.data?.title ?? t("nav.reports")}</h1>
        {edition.data !== undefined && (
          <Tag tone={edition.data.state === "released" ? "green" : "plain"}>{word("report_state", edition.data.state)}</Tag>
        )}
        {edition.data !== undefined && <Actions edition={edition.data} audience={audience} onAudience={setAudience} />}
      </div>
      <ProblemAlert error={edition.error} onRetry={() => setAudience("internal")} />
      {edition.isPending && <Skeleton />}
      {edition.data !== undefined && (
        <>
          <p className="meta">{edition.data.imprint}</p>
          {edition.data.sections.map((section) => (
            <Section key={section.key} editionId={id} section={section} />
          ))}
        </>
      )}
    </div>
  );
}

interface ActionsProps {
  edition: EditionOut;
  audience: "internal" | "public";
  onAudience: (audience: "internal" | "public") => void;
}

function Actions({ edition, audience, onAudience }: ActionsProps) {
  const me = useMe();
  const client = useQueryClient();
  const say = useToast();
  const release = useMutation({
    mutationFn: () => releaseReport(edition.id),
    onSuccess: async () => {
      say(t("report.released"));
      await client.invalidateQueries({ queryKey: ["report", edition.id] });
    },
  });
  if (!exportsReports(me)) return null;
  return (
    <div className="page-actions no-print">
      <ProblemAlert error={release.error} />
      {edition.state === "released" && edition.department_code === null && (
        <Select
          aria-label={t("report.audience")}
          value={audience}
          options={[
            { value: "internal", label: t("report.internal") },
            { value: "public", label: t("report.public") },
          ]}
          onChange={onAudience}
        />
      )}
      {edition.state === "draft" && (
        <Button loading={release.isPending} onClick={() => release.mutate()}>
          {t("report.release")}
        </Button>
      )}
      {(["docx", "xlsx", "csv"] as const).map((format) => (
        <Button key={format} href={exportUrl(edition.id, format, audience)} download>
          {t("report.export", { format: format.toUpperCase() })}
        </Button>
      ))}
    </div>
  );
}

/** One section: its figures, its tables and what must be said about them. */
export function Section({ editionId, section }: { editionId: string; section: ReportSectionOut }) {
  return (
    <section className="report-section" aria-label={section.label}>
      <h2>{section.label}</h2>
      {section.figures.length > 0 && <Figures editionId={editionId} figures={section.figures} />}
      <div className="report-tables">
        {section.tables.map((table) =>
          CHARTED.has(table.key) && table.rows.length > 0 ? (
            <ChartCard
              key={table.key}
              title={table.label}
              data={barsOf(table)}
              table={<ReportTable editionId={editionId} table={table} />}
              startsWithTable={table.columns.length > 5}
            />
          ) : (
            <div key={table.key} className="card chart-card">
              <h3>{table.label}</h3>
              <ReportTable editionId={editionId} table={table} />
            </div>
          ),
        )}
      </div>
      {section.notes.map((note) => (
        <p key={note} className="meta">
          {note}
        </p>
      ))}
    </section>
  );
}
