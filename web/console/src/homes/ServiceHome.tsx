import { listAnswers } from "../api/answers";
import { listPetitions } from "../api/petitions";
import { t } from "../text";
import { Count } from "./Count";
import { HomeFrame } from "./HomeFrame";
import { PetitionShortList } from "./PetitionShortList";

const OUTCOMES = ["answered", "partial", "abstained", "handed_over"] as const;

/** 服务总台: what was answered, what found no basis, what waits to be accepted, and whom to call back. */
export function ServiceHome() {
  const petitions = (query: object) => async () => (await listPetitions({ ...query, limit: 1 })).total;
  const answers = (query: object) => async () => (await listAnswers({ ...query, limit: 1 })).total;
  return (
    <HomeFrame title={t("nav.home.service")}>
      <ul className="figures">
        {OUTCOMES.map((outcome) => (
          <Count
            key={outcome}
            name={t(`outcome.${outcome}`)}
            note={t("home.of_answers")}
            to={`/answers?outcome=${outcome}`}
            queryKey={["answers", outcome]}
            count={answers({ outcome })}
          />
        ))}
        <Count name={t("answers.no_help")} note={t("home.no_help")} to="/answers?helpful=false" queryKey={["answers", "no_help"]} count={answers({ helpful: "false" })} />
      </ul>
      <ul className="figures">
        <Count
          name={t("state.petition.submitted")}
          note={t("column.note.submitted")}
          to="/petitions?view=list&state=submitted"
          queryKey={["submitted"]}
          count={petitions({ state: "submitted" })}
        />
        <Count name={t("column.answered")} note={t("column.note.answered")} to="/petitions?queue=revisit" queryKey={["answered"]} count={petitions({ state: "answered" })} />
      </ul>
      <div className="report-tables">
        <PetitionShortList title={t("home.to_revisit")} note={t("home.to_revisit_note")} query={{ state: "answered" }} to="/petitions?queue=revisit" />
        <PetitionShortList title={t("home.new")} note={t("column.note.new")} query={{ state: "submitted" }} to="/petitions?view=list&state=submitted" />
      </div>
    </HomeFrame>
  );
}
