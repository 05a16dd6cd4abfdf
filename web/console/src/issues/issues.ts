import type { IssueOut, IssueSummary, IssueVoiceOut } from "../api/types";
import { dayOf } from "../rules/dates";
import { t } from "../text";

/** Every step of an issue, the one to do first in front. */
export const ISSUE_STEPS = [
  "confirm",
  "acknowledge",
  "draft",
  "sign",
  "send_back",
  "close",
  "note_progress",
  "record_result",
  "assign",
  "instruct",
  "dismiss",
] as const;
export type IssueStep = (typeof ISSUE_STEPS)[number];

/** The steps that the server offers now, the one to do first in front. */
export const issueStepsOf = (allowed: readonly string[]): IssueStep[] => ISSUE_STEPS.filter((step) => allowed.includes(step));

export const pathOf = ({ id }: Pick<IssueSummary, "id">) => `/issues/${encodeURIComponent(id)}`;

/** The words that tell an issue from all others; a single character says nothing by itself. */
export const termsOf = ({ terms }: Pick<IssueSummary, "terms">) => terms.filter((term) => term.length > 1).join(t("list.separator"));

/** Whether somebody still has something to do. */
export const isOpen = ({ state }: Pick<IssueSummary, "state">) => state !== "closed" && state !== "dismissed";

const DAY_MS = 86_400_000;
const WEEKS_SHOWN = 5;

/** The voices of each seven days, the earliest first: the busiest week of the evidence, four before, and any after. */
export function voicesByWeek(voices: readonly IssueVoiceOut[], lastDay: string): { first: string; last: string; count: number }[] {
  const day = (instant: string) => Date.parse(`${dayOf(instant)}T00:00:00Z`);
  const end = Date.parse(`${lastDay}T00:00:00Z`);
  const later = Math.max(0, ...voices.map(({ at }) => Math.ceil((day(at) - end) / (7 * DAY_MS))));
  const text = (time: number) => new Date(time).toISOString().slice(0, 10);
  return Array.from({ length: WEEKS_SHOWN + later }, (_, place) => {
    const last = end + (place - WEEKS_SHOWN + 1) * 7 * DAY_MS;
    const first = last - 6 * DAY_MS;
    return { first: text(first), last: text(last), count: voices.filter(({ at }) => day(at) >= first && day(at) <= last).length };
  });
}

/** The newest event of an issue: who changed it last. */
export const lastEventOf = ({ events }: Pick<IssueOut, "events">) => events.at(-1) ?? null;
