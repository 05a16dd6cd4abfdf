import type { ReportKind } from "../api/reports";

const DAY_MS = 86_400_000;

/** The period of a kind that holds `day` (YYYY-MM-DD), as the server names it: 2026-W47, 2026-11, 2026-Q4, 2026. */
export function periodOf(kind: ReportKind, day: string): string {
  const [year = "", month = ""] = day.split("-");
  if (kind === "year") return year;
  if (kind === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return kind === "month" ? `${year}-${month}` : weekOf(day);
}

/** The week of ISO 8601: it begins on Monday and belongs to the year of its Thursday. */
function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
