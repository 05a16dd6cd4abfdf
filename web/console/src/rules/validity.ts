import type { StatusCode } from "../api/types";
import { daysBetween } from "./dates";

/** Days before the last day in force from which a document counts as near its end. */
export const NEAR_END_DAYS = 30;

export type Validity =
  | { kind: "in_force"; until: string | null }
  | { kind: "future"; from: string }
  | { kind: "near_end"; days: number }
  | { kind: "ended" }
  | { kind: Exclude<StatusCode, "published" | "expired"> };

interface Dated {
  status: StatusCode;
  effective_from: string | null;
  effective_to: string | null;
}

/** What a version's badge says on `today` (YYYY-MM-DD). */
export function validityOf(version: Dated, today: string): Validity {
  const { status, effective_from: from, effective_to: until } = version;
  if (status === "expired") return { kind: "ended" };
  if (status !== "published") return { kind: status };
  if (from !== null && from > today) return { kind: "future", from };
  if (until === null) return { kind: "in_force", until };
  const days = daysBetween(today, until);
  if (days < 0) return { kind: "ended" };
  return days <= NEAR_END_DAYS ? { kind: "near_end", days } : { kind: "in_force", until };
}
