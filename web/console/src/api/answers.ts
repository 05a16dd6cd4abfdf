import { send } from "./http";
import type { AnswerList, ExplainedAnswer, ReplayOut, TryIn, TryOut } from "./types";

const BASE = "/api/staff/answers";

export interface AnswerQuery {
  outcome?: string | undefined;
  rung?: string | undefined;
  below?: string | undefined;
  helpful?: string | undefined;
  q?: string | undefined;
  offset?: number;
  limit?: number;
}

const answerPath = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

/** One page of the answers given, latest first. */
export const listAnswers = (query: AnswerQuery) => send<AnswerList>("GET", BASE, { query: { ...query } });

/** One answer with its steps, candidates, thresholds and times. */
export const explainAnswer = (id: string) => send<ExplainedAnswer>("GET", answerPath(id));

/** Ask the question again, with the base of then and with that of today. Fails with 409 when it was erased. */
export const replayAnswer = (id: string) => send<ReplayOut>("POST", `${answerPath(id)}/replay`);

/** Ask a question with every step shown, and with other settings to compare; nothing is stored. */
export const tryQuestion = (body: TryIn) => send<TryOut>("POST", "/api/staff/try", { body });
