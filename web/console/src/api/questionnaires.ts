import { send } from "./http";
import type { QuestionnaireIn, QuestionnaireOut, QuestionnaireResults } from "./types";

const BASE = "/api/staff/questionnaires";

/** All questionnaires, the newest first. */
export const listQuestionnaires = () => send<QuestionnaireOut[]>("GET", BASE);

/** A questionnaire that is open from now on. */
export const createQuestionnaire = (body: QuestionnaireIn) => send<QuestionnaireOut>("POST", BASE, { body });

/** What came back: counts by topic and department, and the newest free answers. */
export const readResults = (id: string) => send<QuestionnaireResults>("GET", `${BASE}/${encodeURIComponent(id)}/results`);

/** One questionnaire as everybody sees it. */
export const readQuestionnaire = (id: string) => send<QuestionnaireOut>("GET", `/api/questionnaires/${encodeURIComponent(id)}`);
