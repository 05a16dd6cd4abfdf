import { send } from "./http";
import type { EditionList, EditionOut, EditionSummary, ReportIn, ReportListOut, SeriesOut } from "./types";

const BASE = "/api/staff/reports";
const path = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

export type ReportKind = ReportIn["kind"];

/** Editions this caller may see, the latest period first. */
export const listReports = (query: { kind?: string; offset?: number; limit?: number }) =>
  send<EditionList>("GET", BASE, { query });

/** One edition with sections, figures and tables. */
export const readReport = (id: string, audience: "internal" | "public" = "internal") =>
  send<EditionOut>("GET", path(id), { query: { audience } });

/** The key figures of the last periods that have an edition, the oldest first. */
export const readSeries = (kind: ReportKind, limit: number) =>
  send<SeriesOut>("GET", `${BASE}/series`, { query: { kind, limit } });

/** Compute a report as the data stands now; it is a draft until it is released. */
export const makeReport = (body: ReportIn) => send<EditionSummary>("POST", BASE, { body });

/** Freeze a draft. */
export const releaseReport = (id: string) => send<EditionSummary>("POST", `${path(id)}/release`);

/** What stands behind a number. */
export const readReportList = (id: string, key: string, offset: number, limit: number) =>
  send<ReportListOut>("GET", `${path(id)}/lists/${encodeURIComponent(key)}`, { query: { offset, limit } });

/** Where an edition can be saved as a file. */
export const exportUrl = (id: string, format: "docx" | "xlsx" | "csv", audience: "internal" | "public") =>
  `${path(id)}/export?format=${format}&audience=${audience}`;
