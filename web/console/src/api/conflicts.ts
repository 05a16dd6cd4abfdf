import { send } from "./http";
import type { ConflictList, ConflictOut, DecisionCode } from "./types";

export interface ConflictQuery {
  open?: string;
  kind?: string;
  offset?: number;
  limit?: number;
}

/** One page of the work list of conflicts, with both sides. */
export const listConflicts = (query: ConflictQuery) => send<ConflictList>("GET", "/api/staff/conflicts", { query: { ...query } });

/** Say what holds between two documents, with the reason. */
export const decideConflict = (id: number, body: { decision: DecisionCode; reason: string; lock: number }) =>
  send<ConflictOut>("POST", `/api/staff/conflicts/${id}/decide`, { body });
