import { send } from "./http";
import type {
  AcceptIn,
  CategoryOut,
  DepartmentOut,
  DispatchIn,
  PetitionDetail,
  PetitionList,
  RefuseIn,
  ReplyIn,
} from "./types";

const BASE = "/api/staff/petitions";

export interface PetitionQuery {
  state?: string | undefined;
  department?: string | undefined;
  q?: string | undefined;
  alert?: string | undefined;
  offset?: number;
  limit?: number;
}

/** What each step sends; the number and the step's name go into the path. */
export interface Steps {
  accept: AcceptIn;
  refuse: RefuseIn;
  dispatch: DispatchIn;
  sign: { lock: number };
  reply: ReplyIn;
}

const petitionPath = (number: string) => `${BASE}/${encodeURIComponent(number)}`;

/** One page of the desk list. */
export const listPetitions = (query: PetitionQuery) => send<PetitionList>("GET", BASE, { query: { ...query } });

/** One petition with its history; contact data comes masked. */
export const readPetition = (number: string) => send<PetitionDetail>("GET", petitionPath(number));

/** Take a step. Fails with status 409 when the petition changed since it was read. */
export const takeStep = <S extends keyof Steps>(number: string, step: S, body: Steps[S]) =>
  send<PetitionDetail>("POST", `${petitionPath(number)}/${step}`, { body });

/** Unmask the contact; the reason goes into the audit log. */
export const revealContact = (number: string, reason: string) =>
  send<{ contact_name: string; contact_phone: string }>("POST", `${petitionPath(number)}/reveal`, { body: { reason } });

/** Departments a petition can be dispatched to. */
export const listDepartments = () => send<DepartmentOut[]>("GET", "/api/staff/departments");

/** First-level categories with their second-level names. */
export const listCategories = () => send<CategoryOut[]>("GET", "/api/petitions/categories");
