import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import type { ReactNode } from "react";

import { exportUrl, makeReport, type ReportKind } from "../api/reports";
import type { EditionOut } from "../api/types";
import { periodOf } from "../reports/periods";
import { deadline } from "../rules/dates";
import { exportsReports } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useNow } from "../ui/useNow";

interface HomeFrameProps {
  title: string;
  children: ReactNode;
  /** Given where figures of reports are shown: which period, and the edition to save. */
  period?: { kind: ReportKind; onKind: (kind: ReportKind) => void; edition: EditionOut | null | undefined };
}

/** The head of a home view: its name, the moment, the period, and the file behind the figures. */
export function HomeFrame({ title, children, period }: HomeFrameProps) {
  useTitle(title);
  const { now } = useNow();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        <span className="meta">{deadline(now)}</span>
        {period !== undefined && <PeriodActions {...period} />}
      </div>
      {children}
    </div>
  );
}

function PeriodActions({ kind, onKind, edition }: NonNullable<HomeFrameProps["period"]>) {
  const me = useMe();
  const { today } = useNow();
  const client = useQueryClient();
  const renew = useMutation({
    mutationFn: () => makeReport({ kind, period: periodOf(kind, today), reason: "" }),
    onSuccess: () =>
      Promise.all(["newest-report", "report-series", "reports"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <div className="page-actions">
      <ProblemAlert error={renew.error} />
      <Select<ReportKind>
        aria-label={t("report.kind")}
        value={kind}
        options={choices("report_this") as { value: ReportKind; label: string }[]}
        onChange={onKind}
      />
      {exportsReports(me) && (
        <Button loading={renew.isPending} onClick={() => renew.mutate()}>
          {t("home.renew")}
        </Button>
      )}
      {exportsReports(me) && edition && (
        <Button href={exportUrl(edition.id, "xlsx", "internal")} download>
          {t("home.export")}
        </Button>
      )}
    </div>
  );
}
