import { addDays } from "./dates";

/** The month of a day, as YYYY-MM. */
export const monthOf = (day: string) => day.slice(0, 7);

/** The month so many months after YYYY-MM. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The month an address names; nonsense is that of `today`. */
export const monthFrom = (text: string, today: string) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : monthOf(today));

/** The weeks that show a month, Monday first, each with its seven days. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const next = `${addMonths(month, 1)}-01`;
  const weeks: string[][] = [];
  for (let day = addDays(first, -weekday); day < next; day = addDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, place) => addDays(day, place)));
  }
  return weeks;
}
