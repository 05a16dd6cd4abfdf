import { useState } from "react";
import { Link } from "react-router";

import { listPetitions } from "../api/petitions";
import type { ReportKind } from "../api/reports";
import { IssueShortList } from "../issues/IssueShortList";
import { pathOf } from "../petitions/queues";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { AlertBars } from "../ui/SlaTag";
import { Count } from "./Count";
import { ChosenFigures, ChosenTable, Imprint } from "./EditionParts";
import { HomeFrame } from "./HomeFrame";
import { PetitionShortList } from "./PetitionShortList";
import { Series } from "./Series";
import { useNewestEdition } from "./useEdition";

const FIGURES = ["accepted", "on_time_rate", "average_days", "satisfied_rate"];
const DEPARTMENT_COLUMNS = ["accepted", "on_time_rate", "average_days", "satisfied_rate", "red"];
const ALERTS = ["red", "orange", "yellow"] as const;

/** 监督总台: the key figures, how departments do, what is overdue by colour, and what many say. */
export function SupervisionHome() {
  const [kind, setKind] = useState<ReportKind>("month");
  const edition = useNewestEdition(kind);
  const count = (alert: string) => async () => (await listPetitions({ alert, limit: 1 })).total;
  return (
    <HomeFrame title={t("nav.home.supervision")} period={{ kind, onKind: setKind, edition: edition.data }}>
      <ProblemAlert error={edition.error} onRetry={() => void edition.refetch()} />
      {edition.data === null && <p className="empty">{t("home.no_edition")}</p>}
      {edition.data && <Imprint edition={edition.data} />}
      {edition.data && <ChosenFigures edition={edition.data} keys={FIGURES} />}
      <ul className="figures">
        {ALERTS.map((alert) => (
          <Count
            key={alert}
            name={word("alert.title", alert)}
            note={word("column.note", alert)}
            to={`/petitions?view=list&press=${alert}`}
            queryKey={[alert]}
            count={count(alert)}
            tag={<span className={`bars-${alert}`}><AlertBars level={alert} /></span>}
          />
        ))}
      </ul>
      <div className="report-tables">
        <Series kind="week" />
        {edition.data && <ChosenTable edition={edition.data} table="department" only={DEPARTMENT_COLUMNS} startsWithTable />}
        <PetitionShortList
          title={t("home.to_supervise")}
          note={t("home.by_level")}
          query={{ pressing: "overdue" }}
          to="/petitions?queue=overdue"
          action={(row) => (
            <Link className="chart-toggle" to={pathOf(row)}>
              {t("order.open")}
            </Link>
          )}
        />
        <IssueShortList title={t("nav.issues")} note={t("issue.to_oversee")} states={["drafted", "reported", "tracked"]} />
        {edition.data && <ChosenTable edition={edition.data} table="issue" />}
      </div>
    </HomeFrame>
  );
}
