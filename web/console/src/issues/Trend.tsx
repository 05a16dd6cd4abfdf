import type { IssueOut } from "../api/types";
import { ChartCard } from "../reports/ChartCard";
import { t } from "../text";
import { voicesByWeek } from "./issues";

const short = (day: string) => day.slice(5);

/** How many voices came each week, the busiest week and the four before it among them. */
export function Trend({ issue }: { issue: IssueOut }) {
  if (issue.voices.length === 0) return null;
  const weeks = voicesByWeek(issue.voices, issue.evidence.last_day);
  const label = ({ first, last }: { first: string; last: string }) => t("issue.days", { first: short(first), last: short(last) });
  return (
    <div className="part">
      <ChartCard
        title={t("issue.weekly")}
        note={t("issue.weekly_note")}
        data={{ labels: weeks.map(label), bars: { name: t("issue.voices"), values: weeks.map(({ count }) => count) } }}
        table={
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("issue.seven_days")}</th>
                <th scope="col" className="number">
                  {t("issue.voices")}
                </th>
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week.first}>
                  <th scope="row">{label(week)}</th>
                  <td className="number">{week.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        }
      />
    </div>
  );
}
