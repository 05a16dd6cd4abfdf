import { useMemo } from "react";

import { useChart } from "./chart";
import { optionOf, type ChartData } from "./options";

/** Bars and a line over the same labels; the same figures stand in the table behind the toggle. */
export default function Chart({ data, label }: { data: ChartData; label: string }) {
  const option = useMemo(() => optionOf(data), [data]);
  const place = useChart(option);
  return <div ref={place} className="chart" role="img" aria-label={label} />;
}
