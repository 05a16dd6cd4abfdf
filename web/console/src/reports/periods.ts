import type { ReportKind } from "../api/reports";
import { t } from "../text";

const DAY_MS = 86_400_000;

/** The period of a kind that holds `day` (YYYY-MM-DD), as the server names it: 2026-W47, 2026-11, 2026-Q4, 2026. */
export function periodOf(kind: ReportKind, day: string): string {
  const [year = "", month = ""] = day.split("-");
  if (kind === "year") return year;
  if (kind === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return kind === "month" ? `${year}-${month}` : weekOf(day);
}

/** A period as people say it: 2026年第47周, 2026年11月, 2026年第4季度, 2026年. */
export function periodName(period: string): string {
  const [, year = "", part = "", number = ""] = /^(\d{4})(?:-([WQ]?)(\d+))?$/.exec(period) ?? [];
  if (number === "") return year === "" ? period : t("period.year", { year });
  const key = ({ W: "period.week", Q: "period.quarter" } as const)[part] ?? "period.month";
  return t(key, { year, number: Number(number) });
}

/** The same for an axis, where the year is understood; a week by its Monday. */
export function periodMark(period: string): string {
  const week = /^(\d{4})-W(\d+)$/.exec(period);
  if (week === null) return periodName(period).replace(/^\d{4}年(?=.)/, "");
  const fourth = new Date(Date.UTC(Number(week[1]), 0, 4)); // always in the first week
  const monday = fourth.getTime() + (Number(week[2]) * 7 - 6 - (fourth.getUTCDay() || 7)) * DAY_MS;
  return new Date(monday).toISOString().slice(5, 10);
}

/** The week of ISO 8601: it begins on Monday and belongs to the year of its Thursday. */
function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
