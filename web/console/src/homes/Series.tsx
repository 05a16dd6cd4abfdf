import { useQuery } from "@tanstack/react-query";

import { readSeries, type ReportKind } from "../api/reports";
import { ChartCard } from "../reports/ChartCard";
import { Number } from "../reports/Figures";
import { periodMark, periodName } from "../reports/periods";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";

const TARGET = 0.95;
const percent = (value: number | null | undefined) =>
  value === null || value === undefined ? t("state.dash") : `${(value * 100).toFixed(1)}%`;

/** Accepted petitions and how many were answered in time, over the last periods of a kind. */
export function Series({ kind }: { kind: ReportKind }) {
  const series = useQuery({ queryKey: ["report-series", kind], queryFn: () => readSeries(kind, 12) });
  const points = series.data?.points ?? [];
  const title = t("home.series", { kind: word("report_each", kind) });
  if (series.data !== undefined && points.length === 0) return null;
  const numbers = (key: string) => points.map(({ figures }) => figures[key] ?? null);
  return (
    <>
      <ProblemAlert error={series.error} onRetry={() => void series.refetch()} />
      <ChartCard
        title={title}
        data={{
          labels: points.map(({ period }) => periodMark(period)),
          bars: { name: t("home.accepted_axis"), values: numbers("accepted") },
          line: { name: t("home.on_time_axis"), values: numbers("on_time_rate"), target: { value: TARGET, name: t("home.target") } },
        }}
        table={
          <div className="scroll" tabIndex={0} role="group" aria-label={title}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{t("report.period")}</th>
                  <th scope="col" className="number">{t("home.accepted")}</th>
                  <th scope="col" className="number">{t("home.on_time")}</th>
                </tr>
              </thead>
              <tbody>
                {points.map((point) => (
                  <tr key={point.edition_id}>
                    <th scope="row">{periodName(point.period)}</th>
                    <td className="number">
                      <Number editionId={point.edition_id} list="accepted" text={String(point.figures.accepted ?? t("state.dash"))} label={periodName(point.period)} />
                    </td>
                    <td className="number">{percent(point.figures.on_time_rate)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        }
      />
    </>
  );
}
