import type { MeOut } from "../api/types";

type Holder = Pick<MeOut, "permissions">;

const holds = (me: Holder, ...wanted: string[]) => wanted.some((code) => me.permissions.includes(code));

/** Whether the knowledge desk is in this person's menu; the server judges every call by itself. */
export const seesKnowledge = (me: Holder) => holds(me, "kb.read_internal", "kb.edit", "kb.approve");

/** Whether this person writes knowledge: uploads files, writes FAQs, corrects fields. */
export const editsKnowledge = (me: Holder) => holds(me, "kb.edit");

/** Whether this person decides on knowledge that others wrote. */
export const reviewsKnowledge = (me: Holder) => holds(me, "kb.approve");

/** Whether the petition desk is in this person's menu. */
export const seesPetitions = (me: Holder) => holds(me, "petition.view");

/** Whether this person reviews answers: what was asked, what was said, and how it came about. */
export const readsAnswers = (me: Holder) => holds(me, "chat.read_transcripts");

/** Whether knowledge gaps are in this person's menu. */
export const seesGaps = (me: Holder) => holds(me, "kb.edit", "chat.read_transcripts");

/** Whether this person may ask to see a petition's contact unmasked. */
export const revealsContacts = (me: Holder) => holds(me, "identity.reveal");

/** The desk to open first: knowledge for those who write or review it, petitions for the others. */
export function firstDesk(me: Holder): string {
  if (editsKnowledge(me) || reviewsKnowledge(me)) return "/knowledge";
  if (seesPetitions(me)) return "/petitions";
  return seesKnowledge(me) ? "/knowledge" : "/password";
}

/** Where to go after login: a path of this console, never another site. */
export function returnPath(wanted: string | null, fallback: string): string {
  const isOurs = wanted !== null && /^\/(?!\/)[^\\]*$/.test(wanted) && !wanted.startsWith("/login");
  return isOurs ? wanted : fallback;
}
