import type { PetitionQuery } from "../api/petitions";
import type { AlertCode, PetitionRow } from "../api/types";

/** A column of the board: what lies in it, and the note beside its title. */
export interface Column {
  key: string;
  query: Pick<PetitionQuery, "state" | "alert">;
}

interface Queue {
  /** What the list of the queue asks for. */
  query: Pick<PetitionQuery, "state" | "pressing">;
  columns: readonly Column[];
}

const column = (key: string, ...state: string[]): Column => ({ key, query: { state } });
const alertColumn = (alert: Exclude<AlertCode, "none">): Column => ({ key: alert, query: { alert } });

const NEW = ["submitted", "accepted"];
const AT_WORK = ["dispatched", "processing", "awaiting"];

/** The boards of the desk: everything, dispatch, handling, overdue and revisit. */
export const QUEUES = {
  all: {
    query: {},
    columns: [
      column("new", ...NEW),
      column("dispatched", "dispatched"),
      column("processing", "processing"),
      column("awaiting", "awaiting"),
      column("answered", "answered"),
    ],
  },
  dispatch: { query: { state: NEW }, columns: [column("submitted", "submitted"), column("accepted", "accepted")] },
  handling: {
    query: { state: AT_WORK },
    columns: [column("dispatched", "dispatched"), column("processing", "processing"), column("awaiting", "awaiting")],
  },
  overdue: { query: { pressing: "overdue" }, columns: [alertColumn("red"), alertColumn("orange"), alertColumn("yellow")] },
  revisit: { query: { state: ["answered"] }, columns: [column("answered", "answered")] },
} as const satisfies Record<string, Queue>;

export type QueueCode = keyof typeof QUEUES;

/** The queue an address names; nonsense is everything. */
export const queueOf = (code: string): QueueCode => (code in QUEUES ? (code as QueueCode) : "all");

/** Whether a petition can be dispatched from the list: it is accepted and has no department yet. */
export const canBeDispatched = ({ state }: Pick<PetitionRow, "state">) => state === "accepted";

/** Month, day and running number, as people say it: the year is plain from the board. */
export const shortNumber = (number: string) => `${number.slice(6, 10)}-${number.slice(10)}`;

/** The path of a petition's page. */
export const pathOf = ({ number }: Pick<PetitionRow, "number">) => `/petitions/${encodeURIComponent(number)}`;
