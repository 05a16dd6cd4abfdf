import { send } from "./http";
import type { CommentList, CommentOut, HistoryOut } from "./types";

const entryPath = (id: string) => `/api/staff/knowledge/${encodeURIComponent(id)}`;

/** Remarks about all versions of an entry, the latest first. */
export const listComments = (id: string) => send<CommentList>("GET", `${entryPath(id)}/comments`);

/** Say something about a version. */
export const addComment = (id: string, version: number, text: string) =>
  send<CommentOut>("POST", `${entryPath(id)}/versions/${version}/comments`, { body: { text } });

/** Everything that was done to an entry, the latest first. */
export const readHistory = (id: string) => send<HistoryOut>("GET", `${entryPath(id)}/history`);
