import type { EventOut, PetitionDetail } from "../api/types";

/** Every step that staff take (DOMAIN §3.4), the one to do first in front: rulings, then the way ahead, then the rest. */
export const STEPS = [
  "rule_on_return",
  "rule_on_material",
  "rule_on_extension",
  "rule_on_withdrawal",
  "finish_assist",
  "reply",
  "sign",
  "dispatch",
  "accept",
  "follow_up",
  "resume",
  "supply",
  "close_as_explained",
  "answer_directly",
  "refuse",
  "merge",
  "request_material",
  "add_assist",
  "request_extension",
  "request_return",
  "request_transfer",
  "transfer",
  "deny_transfer",
  "consult",
  "reject_reply",
  "close_unsupplied",
  "reclassify",
  "link_cluster",
  "reopen",
] as const;
export type Step = (typeof STEPS)[number];

/** The steps that the server offers now, the one to do first in front. */
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
