import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";

import { listDueDays, type PetitionQuery } from "../api/petitions";
import type { DueDays } from "../api/types";
import { longDay } from "../rules/dates";
import { addMonths, monthFrom, weeksOf } from "../rules/months";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useFilters, withFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";

const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "0"];

/** Which day how many petitions are due, a month at a time; a day opens its list. */
export function DueCalendar({ query }: { query: Omit<PetitionQuery, "due_on"> }) {
  const { today } = useNow();
  const filters = useFilters();
  const month = monthFrom(filters.get("month"), today);
  const weeks = weeksOf(month);
  const span = { first: weeks[0]?.[0] ?? today, last: weeks.at(-1)?.[6] ?? today };
  const found = useQuery({
    queryKey: ["petitions", "due-days", query, span],
    queryFn: () => listDueDays({ ...query, ...span }),
    placeholderData: keepPreviousData,
  });
  const days = new Map((found.data?.days ?? []).map((one) => [one.day, one]));
  const [year = "", number = ""] = month.split("-");
  return (
    <section className="card due-calendar" aria-label={t("due.calendar")}>
      <div className="report-head">
        <h2>{t("due.month", { year, month: Number(number) })}</h2>
        <span className="meta">{t("due.hint")}</span>
        <span className="page-actions">
          <Button icon={<LeftOutlined aria-hidden />} aria-label={t("due.before")} onClick={() => filters.set({ month: addMonths(month, -1) })} />
          <Button onClick={() => filters.set({ month: "" })}>{t("due.this_month")}</Button>
          <Button icon={<RightOutlined aria-hidden />} aria-label={t("due.after")} onClick={() => filters.set({ month: addMonths(month, 1) })} />
        </span>
      </div>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      <table>
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col">
                {word("weekday", day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day key={day} day={day} found={days.get(day)} isOther={!day.startsWith(month)} isToday={day === today} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface DayProps {
  day: string;
  found: DueDays["days"][number] | undefined;
  isOther: boolean;
  isToday: boolean;
}

function Day({ day, found, isOther, isToday }: DayProps) {
  const { search } = window.location;
  const { due = 0, late = 0, is_working_day: works = true } = found ?? {};
  const to = `/petitions?${withFilters(new URLSearchParams(search), { view: "list", due_on: day, month: "" })}`;
  const marks = [isOther ? "due-other" : "", works ? "" : "due-rest", isToday ? "due-today" : ""].filter(Boolean).join(" ");
  return (
    <td className={marks} aria-current={isToday ? "date" : undefined}>
      <span className="due-number">{Number(day.slice(8))}</span>
      {!works && <span className="meta"> {t("due.rest")}</span>}
      {due > 0 && (
        <Link to={to} className="due-count" aria-label={t("due.open", { day: longDay(day), due, late })}>
          {due > late && <span>{t("due.count", { count: due })}</span>}
          {late > 0 && <strong className="due-late">{t("due.late", { count: late })}</strong>}
        </Link>
      )}
    </td>
  );
}
