/** How the answer date was counted, day by day. */
import { beijingDay, shortDate, weekday } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Progress } from "../../../shared/types";
import { today } from "../state";

const MAX_DAYS = 7;

export function ProgressWhy({ progress }: { progress: Progress }) {
  if (!progress.due_at || !progress.why_text) return null;
  const due = beijingDay(progress.due_at);
  return (
    <section class="progress-card">
      <h2>{t("progress.why", { date: shortDate(due) })}</h2>
      <p class="why-text">{progress.why_text}</p>
      <DayStrip progress={progress} due={due} />
      {progress.provisional && <p>{t("progress.provisional")}</p>}
      <p>{t(progress.is_overdue ? "progress.overdue" : "progress.auto")}</p>
    </section>
  );
}

function DayStrip({ progress, due }: { progress: Progress; due: string }) {
  const days = progress.days.slice(-MAX_DAYS);
  if (days.length === 0) return null;
  return (
    <ol class="days">
      {days.map(({ day, is_rest: isRest }) => (
        <li key={day} class={dayLook(day, due, isRest)}>
          <b>{Number(day.slice(8))}</b>
          <span>{dayWord(day, due, isRest)}</span>
        </li>
      ))}
    </ol>
  );
}

function dayLook(day: string, due: string, isRest: boolean): string {
  const looks = [isRest && "rest", day === today.value && "today", day === due && "due"];
  return looks.filter(Boolean).join(" ");
}

function dayWord(day: string, due: string, isRest: boolean): string {
  if (day === due) return t("progress.dueDay");
  if (day === today.value) return t("progress.today");
  return isRest ? t("progress.rest") : weekday(day);
}
