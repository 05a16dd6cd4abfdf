import { send } from "./http";
import type { BulkIn, BulkOut, DescriptionPatch, EntryDetail, EntryList, FaqIn, NoticeIn, ServiceItemIn } from "./types";

const BASE = "/api/staff/knowledge";

export interface EntryQuery {
  status?: string | undefined;
  kind?: string | undefined;
  q?: string | undefined;
  ends_within_days?: string | undefined;
  incomplete?: string | undefined;
  review_due?: string | undefined;
  tag?: string | undefined;
  offset?: number;
  limit?: number;
}

/** Identifies one version of an entry. */
export interface VersionKey {
  id: string;
  version: number;
}

const versionPath = ({ id, version }: VersionKey) => `${BASE}/${encodeURIComponent(id)}/versions/${version}`;

/** One page of the knowledge list. */
export const listEntries = (query: EntryQuery) => send<EntryList>("GET", BASE, { query: { ...query } });

/** One version with everything a curator may see. */
export const readEntry = (key: VersionKey) => send<EntryDetail>("GET", versionPath(key));

/** Correct fields of a version; a published one answers with its new draft. */
export const patchEntry = (key: VersionKey, patch: DescriptionPatch) =>
  send<EntryDetail>("PATCH", versionPath(key), { body: patch });

/** A step of review: who may take it stands in `allowed`. */
export const reviewEntry = (
  key: VersionKey,
  step: "submit" | "approve" | "reject" | "withdraw" | "roll_back",
  body: { lock: number; reason: string },
) => send<EntryDetail>("POST", `${versionPath(key)}/${step.replace("_", "-")}`, { body });

/** Let another entry take this one's place. */
export const supersedeEntry = (
  key: VersionKey,
  body: { lock: number; successor_id: string; effective_on: string | null },
) => send<EntryDetail>("POST", `${versionPath(key)}/supersede`, { body });

/** Write a new FAQ as a draft. */
export const createFaq = (faq: FaqIn) => send<EntryDetail>("POST", `${BASE}/faqs`, { body: faq });

/** Replace the content of an FAQ; `lock` must be that of the version read. */
export const replaceFaq = (id: string, faq: FaqIn) =>
  send<EntryDetail>("PUT", `${BASE}/${encodeURIComponent(id)}/faq`, { body: faq });

/** Do one thing to many entries; each is changed by itself. */
export const changeMany = (body: BulkIn) => send<BulkOut>("POST", `${BASE}/bulk`, { body });

/** Where the whole of a narrowed list is downloaded as a table. */
export const exportUrl = (query: Omit<EntryQuery, "offset" | "limit">) =>
  `${BASE}/export?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== "") as [string, string][])}`;

/** Write a new service guide as a draft. */
export const createService = (guide: ServiceItemIn) =>
  send<EntryDetail>("POST", `${BASE}/service-items`, { body: guide });

/** Replace the content of a service guide; `lock` must be that of the version read. */
export const replaceService = (id: string, guide: ServiceItemIn) =>
  send<EntryDetail>("PUT", `${BASE}/${encodeURIComponent(id)}/service-item`, { body: guide });

/** Set when an entry is to be looked at again; null for the usual time after publishing. */
export const setReviewDate = (id: string, day: string | null) =>
  send<EntryDetail>("PUT", `${BASE}/${encodeURIComponent(id)}/review-date`, { body: { next_review_on: day } });

/** Set the window of a notice. */
export const changeNotice = (id: string, window: NoticeIn) =>
  send<EntryDetail>("PUT", `${BASE}/${encodeURIComponent(id)}/notice`, { body: window });
