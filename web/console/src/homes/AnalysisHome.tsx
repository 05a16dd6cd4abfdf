import { useState } from "react";

import type { ReportKind } from "../api/reports";
import { IssueShortList } from "../issues/IssueShortList";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { ChosenFigures, ChosenTable, Imprint } from "./EditionParts";
import { HomeFrame } from "./HomeFrame";
import { Series } from "./Series";
import { useNewestEdition } from "./useEdition";

const FIGURES = ["accepted", "direct_answer_rate", "solved_rate", "satisfied_rate", "questions", "machine_solved_rate", "citation_rate", "gap_rate"];
const TABLES = ["category", "issue", "nature", "channel", "region", "size", "unanswered", "cited"];

/** 参谋总台: what is asked for, where from, what the knowledge base could not say, and what the report suggests. */
export function AnalysisHome() {
  const [kind, setKind] = useState<ReportKind>("month");
  const edition = useNewestEdition(kind);
  const advice = edition.data?.sections.find(({ key }) => key === "suggestions")?.notes ?? [];
  return (
    <HomeFrame title={t("nav.home.analysis")} period={{ kind, onKind: setKind, edition: edition.data }}>
      <ProblemAlert error={edition.error} onRetry={() => void edition.refetch()} />
      {edition.data === null && <p className="empty">{t("home.no_edition")}</p>}
      {edition.data && <Imprint edition={edition.data} />}
      {edition.data && <ChosenFigures edition={edition.data} keys={FIGURES} />}
      {advice.length > 0 && (
        <section className="card" aria-label={t("home.advice")}>
          <h2>{t("home.advice")}</h2>
          {advice.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      )}
      <div className="report-tables">
        <IssueShortList title={t("nav.issues")} note={t("issue.to_judge")} states={["detected", "confirmed"]} />
        <Series kind="week" />
        {edition.data && TABLES.map((table) => <ChosenTable key={table} edition={edition.data!} table={table} />)}
      </div>
    </HomeFrame>
  );
}
