import { send } from "./http";
import type { ChangesOut, RelationOut, RelationWorkList } from "./types";

const BASE = "/api/staff/knowledge";

/** What a version changes, clause by clause, against the published one. */
export const readChanges = (id: string, version: number) =>
  send<ChangesOut>("GET", `${BASE}/${encodeURIComponent(id)}/versions/${version}/changes`);

/** Relations whose target nobody knows, those that end other documents first. */
export const listUnresolved = (page: { offset: number; limit: number }) =>
  send<RelationWorkList>("GET", `${BASE}/relations`, { query: page });

/** Say which entry a relation means; null: none. */
export const resolveRelation = (id: number, target: string | null) =>
  send<RelationOut>("POST", `${BASE}/relations/${id}/resolve`, { body: { target_entry_id: target ?? "none" } });
