import { send } from "./http";
import type {
  SourceBulletin,
  SourceImportOut,
  SourceSite,
  SourceSiteChange,
  SourceSiteIn,
  SourceSiteList,
  SourceTickIn,
} from "./types";

const BASE = "/api/staff/sources";
const path = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

/** Every site of the list and where it stands now. */
export const listSources = () => send<SourceSiteList>("GET", BASE);

export const createSource = (site: SourceSiteIn) => send<SourceSite>("POST", BASE, { body: site });

export const changeSource = (id: string, site: SourceSiteChange) => send<SourceSite>("PUT", path(id), { body: site });

/** Note today's check; a second one of the day corrects the first. */
export const tickSource = (id: string, tick: SourceTickIn) =>
  send<SourceSite>("POST", `${path(id)}/tick`, { body: tick });

/** The bulletin of a month (YYYY-MM). */
export const readBulletin = (month: string) => send<SourceBulletin>("GET", `${BASE}/bulletin`, { query: { month } });

/** Add and change sites by a spreadsheet. */
export function importSources(file: File): Promise<SourceImportOut> {
  const form = new FormData();
  form.append("file", file);
  return send<SourceImportOut>("POST", `${BASE}/import`, { form });
}

/** Where the list can be saved as a spreadsheet. */
export const exportUrl = (format: "csv" | "xlsx") => `${BASE}/export?format=${format}`;
