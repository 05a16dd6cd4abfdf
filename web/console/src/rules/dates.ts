import { t, word } from "../text";

const ZONE = "Asia/Shanghai";
const DAY_MS = 86_400_000;

const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

interface Stamp {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

function stampOf(instant: string): Stamp {
  const stamp = { year: "", month: "", day: "", hour: "", minute: "" };
  for (const part of PARTS.formatToParts(new Date(instant))) {
    if (part.type in stamp) stamp[part.type as keyof Stamp] = part.value;
  }
  return stamp;
}

/** The calendar day of an instant in Asia/Shanghai, as YYYY-MM-DD. */
export function dayOf(instant: string): string {
  const { year, month, day } = stampOf(instant);
  return `${year}-${month}-${day}`;
}

/** The day so many days after YYYY-MM-DD. */
export const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** A date of law written out with year, month and day; the input is YYYY-MM-DD. */
export function longDay(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return t("date.long", { year, month: Number(month), day: Number(date) });
}

/** Month-day hour:minute in Asia/Shanghai; the year comes in front when it is not that of `now`. */
export function shortStamp(instant: string, now: string): string {
  const stamp = stampOf(instant);
  const short = `${stamp.month}-${stamp.day} ${stamp.hour}:${stamp.minute}`;
  return stamp.year === stampOf(now).year ? short : `${stamp.year}-${short}`;
}

/** Month-day in Asia/Shanghai, with the year in front when it is not that of `now`. */
export function shortDay(instant: string, now: string): string {
  const stamp = stampOf(instant);
  const short = `${stamp.month}-${stamp.day}`;
  return stamp.year === stampOf(now).year ? short : `${stamp.year}-${short}`;
}

/** Hour:minute in Asia/Shanghai. */
export function clockTime(instant: string): string {
  const { hour, minute } = stampOf(instant);
  return `${hour}:${minute}`;
}

/** A deadline in words: month, day, weekday and hour. */
export function deadline(instant: string): string {
  const { month, day } = stampOf(instant);
  const weekday = new Date(`${dayOf(instant)}T00:00:00Z`).getUTCDay();
  return t("date.deadline", {
    month: Number(month),
    day: Number(day),
    weekday: word("weekday", String(weekday)),
    time: clockTime(instant),
  });
}

/** Calendar days from one YYYY-MM-DD to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
