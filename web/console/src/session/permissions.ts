import type { MeOut } from "../api/types";

type Holder = Pick<MeOut, "permissions">;

const holds = (me: Holder, ...wanted: string[]) => wanted.some((code) => me.permissions.includes(code));

/** Whether the knowledge desk is in this person's menu; the server judges every call by itself. */
export const seesKnowledge = (me: Holder) => holds(me, "kb.read_internal", "kb.edit", "kb.approve");

/** Whether this person writes knowledge: uploads files, writes FAQs, corrects fields. */
export const editsKnowledge = (me: Holder) => holds(me, "kb.edit");

/** Whether this person decides on knowledge that others wrote. */
export const reviewsKnowledge = (me: Holder) => holds(me, "kb.approve");

/** Whether this person takes knowledge down, or lets another text take its place. */
export const withdrawsKnowledge = (me: Holder) => holds(me, "kb.withdraw");

/** Whether the petition desk is in this person's menu. */
export const seesPetitions = (me: Holder) => holds(me, "petition.view");

/** Whether this person dispatches petitions, one by one or many at a time. */
export const dispatchesPetitions = (me: Holder) => holds(me, "petition.dispatch");

/** Whether this person works on petitions of a department: signs, handles, answers orders. */
export const handlesPetitions = (me: Holder) => holds(me, "petition.handle");

/** Whether this person makes and ends supervision orders. */
export const supervisesPetitions = (me: Holder) => holds(me, "petition.supervise");

/** Whether this person reads reports and the key figures. */
export const readsReports = (me: Holder) => holds(me, "report.view");

/** Whether this person computes, releases and saves reports. */
export const exportsReports = (me: Holder) => holds(me, "report.export");

/** Whether the figures about everything are this person's: supervision and analysis. */
export const overseesAll = (me: Holder) => holds(me, "report.view") && holds(me, "petition.view") && !handlesPetitions(me) && !dispatchesPetitions(me);

/** Whether this person decides on categories, departments, calendar, sites and keys. */
export const configures = (me: Holder) => holds(me, "config.edit");

/** Whether this person manages accounts. */
export const managesAccounts = (me: Holder) => holds(me, "user.manage");

/** Whether this person reads the audit log. */
export const readsAudit = (me: Holder) => holds(me, "audit.read");

/** Whether this person registers petitions for enterprises. */
export const registersPetitions = (me: Holder) => holds(me, "petition.create");

/** Whether this person reviews answers: what was asked, what was said, and how it came about. */
export const readsAnswers = (me: Holder) => holds(me, "chat.read_transcripts");

/** Whether this person takes live conversations over. */
export const takesOver = (me: Holder) => holds(me, "chat.takeover");

/** Whether knowledge gaps are in this person's menu. */
export const seesGaps = (me: Holder) => holds(me, "kb.edit", "chat.read_transcripts");

/** Whether this person may ask to see a petition's contact unmasked. */
export const revealsContacts = (me: Holder) => holds(me, "identity.reveal");

/** Whether hot issues are in this person's menu. */
export const seesIssues = (me: Holder) => holds(me, "issue.view");

/** Whether this person says what is a hot issue, and has the server look for them. */
export const confirmsIssues = (me: Holder) => holds(me, "issue.confirm");

/** Whether questionnaires and assessments are in this person's menu: not for reports on knowledge alone. */
export const readsAssessments = (me: Holder) => holds(me, "report.view") && holds(me, "petition.view");

/** The desk to open first: knowledge for those who write or review it, petitions for the others. */
export function firstDesk(me: Holder): string {
  if (editsKnowledge(me) || reviewsKnowledge(me)) return "/knowledge";
  if (overseesAll(me)) return "/overview/supervision";
  if (seesPetitions(me)) return "/petitions";
  if (managesAccounts(me)) return "/admin/accounts";
  return seesKnowledge(me) ? "/knowledge" : "/password";
}

/** Where to go after login: a path of this console, never another site. */
export function returnPath(wanted: string | null, fallback: string): string {
  const isOurs = wanted !== null && /^\/(?!\/)[^\\]*$/.test(wanted) && !wanted.startsWith("/login");
  return isOurs ? wanted : fallback;
}
