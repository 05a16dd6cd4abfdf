/** Following a petition by its number and the last digits of the phone; neither is kept on the device. */
import { signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { Progress } from "../../shared/types";
import { ProblemError, send, sendJson } from "./api";

export interface Lookup {
  number: string;
  tail: string;
}

export const lookup = signal<Lookup>({ number: "", tail: "" });
export const progress = signal<Progress | null>(null);

/** Look the petition up; throws with the sentence to show, which never says which part is wrong. */
export async function findProgress(): Promise<void> {
  progress.value = await post("/api/petitions/lookup", {});
}

/** Withdraw it, with the reason. */
export async function withdraw(reason: string): Promise<void> {
  progress.value = await post("/api/petitions/withdraw", { reason });
}

/** Hand in more files. */
export async function supplement(files: File[]): Promise<void> {
  const { number, tail } = lookup.value;
  const parts = new FormData();
  parts.append("number", number.trim());
  parts.append("phone_tail", tail.trim());
  for (const file of files) parts.append("files", file);
  await send("/api/petitions/attachments", { method: "POST", body: parts });
  await findProgress();
}

/** Rate the reply from 1 to 5. */
export async function rate(stars: number, comment: string): Promise<void> {
  progress.value = await post("/api/petitions/rate", { stars, comment });
}

/** The words to show for a failed look-up. */
export function lookupFailure(error: unknown): string {
  if (!(error instanceof ProblemError) || error.status === 0) return t("lookup.failed");
  return error.status === 404 ? t("lookup.mismatch") : error.message;
}

function post(path: string, more: Record<string, unknown>): Promise<Progress> {
  const { number, tail } = lookup.value;
  return sendJson<Progress>("POST", path, { number: number.trim(), phone_tail: tail.trim(), ...more });
}
