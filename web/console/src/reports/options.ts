/** Figures over labels: bars (left axis) and, where given, a share as a line (right axis). */
export interface ChartData {
  labels: string[];
  bars: { name: string; values: (number | null)[] };
  line?: { name: string; values: (number | null)[]; target?: { value: number; name: string } } | undefined;
  /** Bars lie down where the labels are long. */
  isLying?: boolean;
}

const BAR = { color: "#9dbde6", borderColor: "#0b4fa8", borderWidth: 1 };
const RUST = "#b04a00";
const TEXT = { color: "#3f4956", fontSize: 12 };
const SPLIT = { lineStyle: { color: "#dfe4ea" } };

const percent = (value: number) => `${Math.round(value * 100)}%`;

/** What ECharts draws of the figures. */
export function optionOf({ labels, bars, line, isLying = false }: ChartData): object {
  const words = { type: "category", data: labels, axisLabel: { ...TEXT, ...(isLying ? { width: 110, overflow: "truncate" } : {}) }, axisTick: { show: false } };
  const count = { type: "value", minInterval: 1, axisLabel: TEXT, splitLine: SPLIT };
  const share = { type: "value", min: 0, max: 1, axisLabel: { ...TEXT, formatter: percent }, splitLine: { show: false } };
  const series: object[] = [{ name: bars.name, type: "bar", data: bars.values, itemStyle: BAR, barMaxWidth: 32 }];
  if (line !== undefined) series.push(lineOf(line));
  return {
    grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: TEXT, data: [bars.name, ...(line ? [line.name] : [])] },
    tooltip: { trigger: "axis", confine: true },
    xAxis: isLying ? count : words,
    yAxis: isLying ? { ...words, inverse: true } : line === undefined ? count : [count, share],
    series,
  };
}

function lineOf({ name, values, target }: NonNullable<ChartData["line"]>): object {
  return {
    name,
    type: "line",
    yAxisIndex: 1,
    data: values,
    symbol: "diamond",
    symbolSize: 9,
    connectNulls: false,
    lineStyle: { color: RUST, width: 2 },
    itemStyle: { color: "#fff", borderColor: RUST, borderWidth: 2 },
    tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? percent(value) : "") },
    ...(target === undefined
      ? {}
      : {
          markLine: {
            silent: true,
            symbol: "none",
            lineStyle: { type: "dashed", color: "#565f6c" },
            label: { formatter: target.name, color: "#3f4956", position: "insideEndTop" },
            data: [{ yAxis: target.value }],
          },
        }),
  };
}
