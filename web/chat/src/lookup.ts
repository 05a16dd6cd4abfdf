/** Following a petition by its number and the last digits of the phone; neither is kept on the device. */
import { signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { Notice, Progress } from "../../shared/types";
import { ProblemError, send, sendJson } from "./api";

export interface Lookup {
  number: string;
  tail: string;
}

export const lookup = signal<Lookup>({ number: "", tail: "" });
export const progress = signal<Progress | null>(null);

/** Forget what was looked up. */
export function forgetLookup(): void {
  progress.value = null;
  lookup.value = { number: "", tail: "" };
}

/** Look the petition up; throws with the sentence to show, which never says which part is wrong. */
export async function findProgress(): Promise<void> {
  progress.value = await post("/api/petitions/lookup", {});
}

/** Withdraw it, with the reason; a report or a matter of safety goes on until a supervisor agrees. */
export async function withdraw(reason: string): Promise<void> {
  progress.value = await post("/api/petitions/withdraw", { reason });
}

/** Hand in more files. */
export async function addFiles(files: File[]): Promise<void> {
  await sendFiles(files);
  await findProgress();
}

/** Supply what the department asked for: words, files, or both. */
export async function supply(words: string, files: File[]): Promise<void> {
  if (files.length) await sendFiles(files);
  const names = files.map((file) => file.name).join(t("list.comma"));
  progress.value = await post("/api/petitions/supply", { text: words || t("supply.filesOnly", { names }) });
}

/** Remind whoever has the petition (催办). */
export async function remind(words: string): Promise<void> {
  progress.value = await post("/api/petitions/remind", { text: words });
}

/** Have a closed petition handled again because of new facts. */
export async function reopen(newFacts: string): Promise<void> {
  progress.value = await post("/api/petitions/reopen", { new_facts: newFacts });
}

/** Rate the reply from 1 to 5. */
export async function rate(stars: number, comment: string): Promise<void> {
  progress.value = await post("/api/petitions/rate", { stars, comment });
}

/** What the petitioner was told about this petition, newest first. */
export function findNotices(): Promise<Notice[]> {
  return post("/api/petitions/notices", {});
}

/** The words to show for a failed look-up. */
export function lookupFailure(error: unknown): string {
  if (!(error instanceof ProblemError) || error.status === 0) return t("lookup.failed");
  return error.status === 404 ? t("lookup.mismatch") : error.message;
}

async function sendFiles(files: File[]): Promise<void> {
  const { number, tail } = lookup.value;
  const parts = new FormData();
  parts.append("number", number.trim());
  parts.append("phone_tail", tail.trim());
  for (const file of files) parts.append("files", file);
  await send("/api/petitions/attachments", { method: "POST", body: parts });
}

function post<T>(path: string, more: Record<string, unknown>): Promise<T> {
  const { number, tail } = lookup.value;
  return sendJson<T>("POST", path, { number: number.trim(), phone_tail: tail.trim(), ...more });
}
