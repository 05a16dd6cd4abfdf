import { send } from "./http";
import type { AgentSayIn, AnswerOut, HandOverDetail, HandOverOut, LiveDeskOut, ProposalIn, SaidOut } from "./types";

const BASE = "/api/staff/live";

const path = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

/** Who waits for a person, and the own conversations. */
export const readLiveDesk = () => send<LiveDeskOut>("GET", BASE);

/** Say that this person takes conversations, or no longer does; null: that the page is still there. */
export const setPresence = (isOnDuty: boolean | null) => send<void>("PUT", `${BASE}/presence`, { body: { is_on_duty: isOnDuty } });

/** One conversation with the assistant's answers and all that was said. */
export const readHandOver = (id: string) => send<HandOverDetail>("GET", path(id));

export const takeOver = (id: string) => send<HandOverOut>("POST", `${path(id)}/take`);

export const sayToEnterprise = (id: string, body: AgentSayIn) => send<SaidOut>("POST", `${path(id)}/say`, { body });

export const giveBack = (id: string) => send<HandOverOut>("POST", `${path(id)}/give-back`);

export const proposePetition = (id: string, body: ProposalIn) => send<HandOverOut>("POST", `${path(id)}/to-petition`, { body });

/** Ask the assistant on the enterprise's behalf; only this person sees the answer. */
export const lookUp = (id: string, question: string) => send<AnswerOut>("POST", `${path(id)}/look-up`, { body: { question } });
