import { send } from "./http";
import type {
  AcceptIn,
  CategoryOut,
  ConversationOut,
  DepartmentOut,
  DispatchIn,
  DueDays,
  PetitionDetail,
  PetitionFileOut,
  PetitionList,
  ReceiptOut,
  RefuseIn,
  RegisterIn,
  ReplyCheckIn,
  ReplyCheckOut,
  ReplyDraftOut,
  ReplyIn,
  SuggestionsOut,
} from "./types";
import type { Step } from "../rules/steps";

const BASE = "/api/staff/petitions";

export interface PetitionQuery {
  state?: string | readonly string[] | undefined;
  department?: string | undefined;
  q?: string | undefined;
  alert?: string | undefined;
  pressing?: string | undefined;
  number?: readonly string[] | undefined;
  category?: string | undefined;
  nature?: string | undefined;
  urgency?: string | undefined;
  due_on?: string | undefined;
  offset?: number;
  limit?: number;
}

/** What the steps with a form of their own send; the others send what their fields hold. */
export interface Steps extends Record<Step, { lock: number }> {
  accept: AcceptIn;
  refuse: RefuseIn;
  dispatch: DispatchIn;
  transfer: DispatchIn;
  reply: ReplyIn;
}

const petitionPath = (number: string) => `${BASE}/${encodeURIComponent(number)}`;

/** One page of the desk list. */
export const listPetitions = (query: PetitionQuery) => send<PetitionList>("GET", BASE, { query: { ...query } });

/** How many of the same petitions are due on each day from `first` to `last`. */
export const listDueDays = (query: Omit<PetitionQuery, "due_on" | "offset" | "limit"> & { first: string; last: string }) =>
  send<DueDays>("GET", `${BASE}/due-days`, { query: { ...query } });

/** One petition with its history; contact data comes masked. */
export const readPetition = (number: string) => send<PetitionDetail>("GET", petitionPath(number));

/** Take a step. Fails with status 409 when the petition changed since it was read. */
export const takeStep = <S extends Step>(number: string, step: S, body: Steps[S]) =>
  send<PetitionDetail>("POST", `${petitionPath(number)}/${step.replaceAll("_", "-")}`, { body });

/** What the petition seems to be, who should have it, and like cases; nothing of it is applied. */
export const suggestFor = (number: string) => send<SuggestionsOut>("GET", `${petitionPath(number)}/suggestions`);

/** What published knowledge says to it: a draft to work on. */
export const draftReply = (number: string) => send<ReplyDraftOut>("GET", `${petitionPath(number)}/reply-draft`);

/** What to mend in a reply before it leaves. */
export const checkReply = (number: string, body: ReplyCheckIn) =>
  send<ReplyCheckOut>("POST", `${petitionPath(number)}/reply-check`, { body });

/** The files of a petition, oldest first. */
export const listAttachments = (number: string) => send<PetitionFileOut[]>("GET", `${petitionPath(number)}/attachments`);

export const attachmentUrl = (number: string, id: string) => `${petitionPath(number)}/attachments/${encodeURIComponent(id)}`;

/** Add files for the own department. */
export function attachFiles(number: string, files: readonly File[]): Promise<PetitionFileOut[]> {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return send<PetitionFileOut[]>("POST", `${petitionPath(number)}/attachments`, { form });
}

/** Register a petition for an enterprise: the same queue and numbers as those from the page. */
export const registerPetition = (body: RegisterIn) => send<ReceiptOut>("POST", BASE, { body });

/** The conversation a petition was filed from, personal data masked. */
export const readConversation = (id: string) => send<ConversationOut>("GET", `/api/conversations/${encodeURIComponent(id)}`);

/** Unmask the contact; the reason goes into the audit log. */
export const revealContact = (number: string, reason: string) =>
  send<{ contact_name: string; contact_phone: string }>("POST", `${petitionPath(number)}/reveal`, { body: { reason } });

/** Departments a petition can be dispatched to. */
export const listDepartments = () => send<DepartmentOut[]>("GET", "/api/staff/departments");

/** First-level categories with their second-level names. */
export const listCategories = () => send<CategoryOut[]>("GET", "/api/petitions/categories");
