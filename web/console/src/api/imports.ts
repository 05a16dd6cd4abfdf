import { send } from "./http";
import type {
  FaqImportOut,
  FaqMappingIn,
  FaqPreviewOut,
  ImportList,
  ImportOut,
  ImportRow,
  ImportStarted,
} from "./types";

const BASE = "/api/staff/imports";
const FAQS = "/api/staff/knowledge/faq-import";

/** Start reading files in the background; the run is followed by its id. */
export function startImport(files: readonly File[]): Promise<ImportStarted> {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return send<ImportStarted>("POST", BASE, { form });
}

/** Runs, newest first. */
export const listImports = (limit: number) => send<ImportList>("GET", BASE, { query: { limit } });

/** How far a run is, and one page of its files, failed ones first. */
export const readImport = (id: string, page: { outcome?: string; offset: number; limit: number }) =>
  send<ImportOut>("GET", `${BASE}/${encodeURIComponent(id)}`, { query: page });

/** End a run at its next file, or go on with one that was ended. */
export const steerImport = (id: string, step: "stop" | "resume") =>
  send<ImportRow>("POST", `${BASE}/${encodeURIComponent(id)}/${step}`);

/** Where the whole report of a run can be read and printed. */
export const reportUrl = (id: string) => `${BASE}/${encodeURIComponent(id)}/report?format=html`;

function faqForm(file: File, mapping: FaqMappingIn | null): FormData {
  const form = new FormData();
  form.append("file", file);
  if (mapping !== null) form.append("mapping", JSON.stringify(mapping));
  return form;
}

/** How a table of questions would be read; stores nothing. */
export const previewFaqs = (file: File, mapping: FaqMappingIn | null) =>
  send<FaqPreviewOut>("POST", `${FAQS}/preview`, { form: faqForm(file, mapping) });

/** Make drafts of the sheets that are mapped. */
export const importFaqs = (file: File, mapping: FaqMappingIn) =>
  send<FaqImportOut>("POST", FAQS, { form: faqForm(file, mapping) });
