/** A notice that the visitor uploads to ask about it. The server reads it and keeps nothing of it. */
import { signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { NoticeRead } from "../../shared/types";
import { ProblemError, problemOf } from "./api";
import { announcement, site } from "./state";

export interface AttachedFile {
  file: File;
  state: "reading" | "read" | "kept" | "failed";
  percent: number;
  found: NoticeRead | null;
  problem: string;
  picture: string | null;
}

export const ACCEPTED = ".pdf,.docx,.doc,.ofd,.jpg,.jpeg,.png,.tif,.tiff";
const MOST_QUOTES = 3;
const LONGEST_QUOTE = 160;

export const notice = signal<AttachedFile | null>(null);

let sending: XMLHttpRequest | null = null;

/** Take a file: check its kind and size, send it to be read, say how far it is. */
export async function takeFile(file: File): Promise<void> {
  removeFile();
  const problem = refusal(file);
  const picture = file.type.startsWith("image/") && !problem ? URL.createObjectURL(file) : null;
  notice.value = { file, state: problem ? "failed" : "reading", percent: 0, found: null, problem, picture };
  if (problem) return void (announcement.value = problem);
  try {
    const found = await upload(file);
    change(file, { state: found.outcome, found, percent: 100 });
    announcement.value = t(found.outcome === "read" ? "notice.readAloud" : "notice.kept", { name: file.name });
  } catch (error) {
    if (notice.value?.file === file) change(file, { state: "failed", problem: failureOf(error) });
  }
}

/** Hand the file over as it is, for who cannot be answered from it; it is then no longer asked about. */
export function releaseFile(): File | null {
  const file = notice.value?.file ?? null;
  removeFile();
  return file;
}

/** Take the file away again. */
export function removeFile(): void {
  sending?.abort();
  sending = null;
  if (notice.value?.picture) URL.revokeObjectURL(notice.value.picture);
  notice.value = null;
}

/** The question with the document it is about in front, when the notice is one that is published here. */
export function askAboutNotice(question: string): string {
  const title = notice.value?.found?.document?.title;
  if (!title || !question.trim() || question.includes(title)) return question;
  return t("composer.about", { title }) + question;
}

/** The sentences of a text that share most with a question, in the order in which they stand. */
export function quotesFor(question: string, text: string): string[] {
  const asked = pairsOf(question);
  const scored = sentencesOf(text).map((sentence, at) => {
    const pairs = pairsOf(sentence);
    return { sentence, at, score: [...asked].filter((pair) => pairs.has(pair)).length };
  });
  const best = scored.filter((each) => each.score >= 2).sort((a, b) => b.score - a.score || a.at - b.at);
  return best
    .slice(0, MOST_QUOTES)
    .sort((a, b) => a.at - b.at)
    .map(({ sentence }) => (sentence.length > LONGEST_QUOTE ? `${sentence.slice(0, LONGEST_QUOTE)}…` : sentence));
}

function sentencesOf(text: string): string[] {
  const found = text.match(/[^。；\n]+[。；]?/g) ?? [];
  return found.map((sentence) => sentence.trim()).filter((sentence) => sentence.length > 3);
}

function pairsOf(text: string): Set<string> {
  const words = text.replace(/[\s，。；：？！、《》“”（）()?!,.]/g, "");
  return new Set(Array.from({ length: Math.max(words.length - 1, 0) }, (_, at) => words.slice(at, at + 2)));
}

function refusal(file: File): string {
  const most = site.value?.upload_max_mb ?? 20;
  const size = Math.ceil(file.size / 1024 / 1024);
  if (!ACCEPTED.split(",").some((ending) => file.name.toLowerCase().endsWith(ending))) {
    return t("notice.wrongKind", { name: file.name });
  }
  if (file.size > most * 1024 * 1024) return t("notice.tooLarge", { name: file.name, size, most });
  return file.size === 0 ? t("notice.empty", { name: file.name }) : "";
}

/** Sent by XMLHttpRequest, because fetch does not say how much of a body has gone out. */
function upload(file: File): Promise<NoticeRead> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    sending = request;
    request.open("POST", "/api/chat/files");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) change(file, { percent: Math.round((event.loaded / event.total) * 100) });
    };
    request.onerror = () => reject(new ProblemError(0, t("problem.network")));
    request.onload = () => {
      if (request.status === 200) return resolve(JSON.parse(request.responseText) as NoticeRead);
      void problemOf(new Response(request.responseText, { status: request.status })).then(reject);
    };
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  });
}

function failureOf(error: unknown): string {
  return error instanceof Error ? error.message : t("problem.network");
}

function change(file: File, part: Partial<AttachedFile>): void {
  const current = notice.value;
  if (current?.file === file) notice.value = { ...current, ...part };
}
