import { send } from "./http";
import type { EntryDetail, GapDetail, GapList, GapOut } from "./types";

const BASE = "/api/staff/gaps";

export interface GapQuery {
  state?: string | undefined;
  q?: string | undefined;
  offset?: number;
  limit?: number;
}

const path = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

/** One page of knowledge gaps, those asked about most often first. */
export const listGaps = (query: GapQuery) => send<GapList>("GET", BASE, { query: { ...query } });

/** A gap with every way it was asked. */
export const readGap = (id: string) => send<GapDetail>("GET", path(id));

/** Gather what was asked in vain by now. */
export const refreshGaps = () => send<{ gathered: number; opened: number }>("POST", `${BASE}/refresh`);

/** Draft an FAQ for a gap, its wordings as similar questions. */
export const draftFromGap = (id: string) => send<EntryDetail>("POST", `${path(id)}/entry`, { body: {} });

export const dismissGap = (id: string, reason: string) => send<GapOut>("POST", `${path(id)}/dismiss`, { body: { reason } });

/** Take a dismissal back. */
export const reopenGap = (id: string) => send<GapOut>("POST", `${path(id)}/reopen`);
