import { Segmented } from "antd";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { t } from "../text";
import { Skeleton } from "../ui/Skeleton";
import type { ChartData } from "./options";

const Chart = lazy(() => import("./Chart"));

interface ChartCardProps {
  title: string;
  note?: string;
  data: ChartData;
  /** The same figures as a table; what is shown first is for those who read numbers. */
  table: ReactNode;
  startsWithTable?: boolean;
}

/** A chart and the same data as a table, whichever one wants. */
export function ChartCard({ title, note, data, table, startsWithTable = false }: ChartCardProps) {
  const [shown, setShown] = useState<"chart" | "table">(startsWithTable ? "table" : "chart");
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="chart-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="meta">{note}</span>}
        <Segmented
          className="chart-toggle"
          size="small"
          aria-label={t("chart.toggle", { title })}
          value={shown}
          options={[
            { value: "chart", label: t("chart.chart") },
            { value: "table", label: t("chart.table") },
          ]}
          onChange={setShown}
        />
      </header>
      {shown === "chart" ? (
        <Suspense fallback={<Skeleton lines={4} />}>
          <Chart data={data} label={t("chart.label", { title })} />
        </Suspense>
      ) : (
        table
      )}
    </section>
  );
}
