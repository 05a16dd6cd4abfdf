import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { listAppeals, listAssessments, readAssessment } from "../api/appeals";
import type { AppealList, ReportSectionOut } from "../api/types";
import { ReportTable } from "../reports/ReportTable";
import { shortStamp } from "../rules/dates";
import { exportsReports, overseesAll } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { AppealCard } from "./AppealCard";
import { AppealForm } from "./AppealForm";
import { WindowTag } from "./WindowTag";

/** One frozen assessment: the figures as they were released, what departments say against them, and the rulings. */
export function AssessmentPage() {
  const { id = "" } = useParams();
  const me = useMe();
  const { now } = useNow();
  const list = useQuery({ queryKey: ["assessments"], queryFn: listAssessments });
  const section = useQuery({ queryKey: ["assessment", id], queryFn: () => readAssessment(id) });
  const appeals = useQuery({ queryKey: ["appeals", id], queryFn: () => listAppeals(id) });
  const assessed = list.data?.find(({ edition_id: edition }) => edition === id);
  const title = assessed?.title ?? t("nav.appeals");
  useTitle(title);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {appeals.data !== undefined && <WindowTag {...appeals.data} />}
        {overseesAll(me) && <Link to={`/reports/${encodeURIComponent(id)}`}>{t("home.whole_report")}</Link>}
      </div>
      {assessed?.released_at && <p className="meta">{t("appeal.frozen", { time: shortStamp(assessed.released_at, now) })}</p>}
      <ProblemAlert
        error={section.error ?? appeals.error}
        onRetry={() => void Promise.all([section.refetch(), appeals.refetch()])}
      />
      {section.isPending && <Skeleton />}
      {section.data !== undefined && (
        <section className="card chart-card" aria-label={t("appeal.assessment")}>
          <h2>{t("appeal.assessment")}</h2>
          {section.data.tables.map((table) => (
            <ReportTable key={table.key} editionId={id} table={table} />
          ))}
        </section>
      )}
      {section.data !== undefined && appeals.data !== undefined && (
        <Appeals editionId={id} section={section.data} found={appeals.data} />
      )}
    </div>
  );
}

interface AppealsProps {
  editionId: string;
  section: ReportSectionOut;
  found: AppealList;
}

function Appeals({ editionId, section, found }: AppealsProps) {
  const me = useMe();
  const isPhone = useIsPhone();
  const isRuling = overseesAll(me) && exportsReports(me) && !isPhone;
  const departments = new Map(section.tables.flatMap(({ rows }) => rows.map(({ code, label }) => [code, label] as const)));
  const waiting = new Set(found.appeals.filter(({ is_upheld: upheld }) => upheld === null).map(({ department_code: code }) => code));
  const choices = [...departments].filter(([code]) => !waiting.has(code)).map(([value, label]) => ({ value, label }));
  const mayAppeal = !overseesAll(me) && found.is_open && choices.length > 0 && !isPhone;
  return (
    <section className="order-list" aria-label={t("appeal.all")}>
      <h2>{t("appeal.all")}</h2>
      {found.appeals.length === 0 && <p className="empty">{t("appeal.none")}</p>}
      {found.appeals.map((appeal) => (
        <AppealCard key={appeal.id} appeal={appeal} isRuling={isRuling} />
      ))}
      {mayAppeal && <AppealForm editionId={editionId} departments={choices} />}
    </section>
  );
}
