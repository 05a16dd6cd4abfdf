/** Dates as enterprises read them. Days of law are plain dates; moments are shown in Beijing time. */
import { t, type TextKey } from "./text";

const BEIJING = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function parts(moment: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of BEIJING.formatToParts(new Date(moment))) found[part.type] = part.value;
  return found;
}

function dayParts(day: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = day.slice(0, 10).split("-").map(Number);
  return { year, month, day: date };
}

/** "2026-11-20" in words, with the year. */
export function fullDate(day: string): string {
  return t("date.full", dayParts(day));
}

/** "2026-11-20" in words, without the year. */
export function shortDate(day: string): string {
  return t("date.short", dayParts(day));
}

/** A moment as day and time in Beijing, without the year. */
export function momentText(moment: string): string {
  const { month = "", day = "", hour = "", minute = "" } = parts(moment);
  return t("date.moment", { month: Number(month), day: Number(day), hour: Number(hour), minute });
}

/** The day of a moment in Beijing as "yyyy-mm-dd". */
export function beijingDay(moment: string): string {
  const { year = "", month = "", day = "" } = parts(moment);
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Days from one plain date to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The single character naming the weekday of a plain date. */
export function weekday(day: string): string {
  return t(`weekday.${new Date(`${day}T00:00:00Z`).getUTCDay()}` as TextKey);
}
