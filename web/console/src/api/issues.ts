import { send } from "./http";
import type { DetectionOut, IssueList, IssueOut } from "./types";

const BASE = "/api/staff/issues";
const path = (id: string, step = "") => `${BASE}/${encodeURIComponent(id)}${step}`;

export interface IssueQuery {
  state?: readonly string[];
  offset?: number;
  limit?: number;
}

/** Hot issues this caller may see, those seen last first, and how many stand at each state. */
export const listIssues = (query: IssueQuery) => send<IssueList>("GET", BASE, { query: { ...query } });

/** An issue with its reasons, voices, direct report, receipts and history. */
export const readIssue = (id: string) => send<IssueOut>("GET", path(id));

/** Look for hot issues now. */
export const detectIssues = () => send<DetectionOut>("POST", `${BASE}/detect`);

/** Take a step; `body` holds its fields and the lock last read. */
export const takeIssueStep = (id: string, step: string, body: object) =>
  send<IssueOut>("POST", path(id, `/${step.replaceAll("_", "-")}`), { body });
