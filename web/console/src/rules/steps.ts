import type { EventOut, PetitionDetail } from "../api/types";

export const STEPS = ["reply", "sign", "dispatch", "accept", "refuse"] as const;
export type Step = (typeof STEPS)[number];

/** The steps of this page that the server offers now, the one to do first in front. */
export const stepsOf = (allowed: readonly string[]): Step[] => STEPS.filter((step) => allowed.includes(step));

/** Placeholders a reply still carries, in order: what stands between lenticular brackets. */
export function placeholdersOf(reply: string): string[] {
  return [...reply.matchAll(/\u3010([^\u3010\u3011]*)\u3011/g)].map((match) => match[1] ?? "");
}

/** Whether a text spells out a mobile number, which does not belong into a reply. */
export const hasMobile = (text: string) => /(^|\D)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/.test(text);

/** How an event looks on the timeline: an alert is a diamond, a change of state a dot, a note hollow. */
export function eventShape(event: Pick<EventOut, "code" | "from_state" | "to_state">): "alert" | "change" | "note" {
  if (event.code.includes("alert")) return "alert";
  return event.from_state === event.to_state ? "note" : "change";
}

/** The newest event: who changed the petition last. Null when nothing is recorded. */
export function lastEvent(petition: Pick<PetitionDetail, "events">): EventOut | null {
  return newestFirst(petition.events)[0] ?? null;
}

/** Events with the newest first; of the same instant the later recorded one leads. */
export function newestFirst(events: readonly EventOut[]): EventOut[] {
  return events
    .map((event, index) => ({ event, index }))
    .sort((one, other) => Date.parse(other.event.at) - Date.parse(one.event.at) || other.index - one.index)
    .map(({ event }) => event);
}
