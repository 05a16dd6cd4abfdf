import { listPetitions } from "../api/petitions";
import { t, word } from "../text";
import { Count } from "./Count";
import { HomeFrame } from "./HomeFrame";
import { PetitionShortList } from "./PetitionShortList";

const STATES = ["submitted", "accepted", "dispatched", "processing", "awaiting"] as const;
const PRESSING = ["unaccepted", "unsigned", "due_today", "overdue"] as const;

/** 调度总台: how much lies at each stage, what presses, and where to begin. */
export function DispatchHome() {
  const petitions = (query: object) => async () => (await listPetitions({ ...query, limit: 1 })).total;
  return (
    <HomeFrame title={t("nav.home.dispatch")}>
      <ul className="figures">
        {STATES.map((state) => (
          <Count
            key={state}
            name={word("column", state)}
            note={word("column.note", state)}
            to={`/petitions?view=list&state=${state}`}
            queryKey={[state]}
            count={petitions({ state })}
          />
        ))}
      </ul>
      <ul className="figures">
        {PRESSING.map((pressing) => (
          <Count
            key={pressing}
            name={word("alert.title", pressing)}
            note={word("alert.note", pressing)}
            to={`/petitions?view=list&press=${pressing}`}
            queryKey={[pressing]}
            count={petitions({ pressing })}
          />
        ))}
      </ul>
      <div className="report-tables">
        <PetitionShortList title={t("home.new")} note={t("column.note.new")} query={{ state: "submitted" }} to="/petitions?queue=dispatch" />
        <PetitionShortList title={t("home.to_dispatch")} note={t("column.note.accepted")} query={{ state: "accepted" }} to="/petitions?view=list&state=accepted" />
        <PetitionShortList title={word("alert.title", "unsigned")} note={word("alert.note", "unsigned")} query={{ pressing: "unsigned" }} to="/petitions?view=list&press=unsigned" />
        <PetitionShortList title={word("alert.title", "overdue")} note={word("alert.note", "overdue")} query={{ pressing: "overdue" }} to="/petitions?queue=overdue" />
      </div>
    </HomeFrame>
  );
}
