import type { ReportTableOut } from "../api/types";
import { t } from "../text";
import { Number } from "./Figures";
import type { ChartData } from "./options";

interface ReportTableProps {
  editionId: string;
  table: ReportTableOut;
  /** How many rows at most; all without it. */
  limit?: number;
  /** Keys of the columns to show; all without it. */
  only?: readonly string[] | undefined;
}

/** A table of a report; each number opens the list behind it. */
export function ReportTable({ editionId, table: whole, limit, only }: ReportTableProps) {
  const table = only === undefined ? whole : narrowed(whole, only);
  if (table.rows.length === 0) return <p className="empty">{t("report.no_rows")}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={table.label}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{table.label}</th>
            {table.columns.map((column) => (
              <th key={column.key} scope="col" className={column.unit === "text" ? "" : "number"}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, limit).map((row) => (
            <tr key={row.code}>
              <th scope="row">{row.label}</th>
              {row.cells.map((cell, place) => (
                <td key={table.columns[place]?.key} className={table.columns[place]?.unit === "text" ? "" : "number"}>
                  <Number
                    editionId={editionId}
                    list={cell.list}
                    text={cell.text}
                    label={t("report.cell", { row: row.label, column: table.columns[place]?.label ?? "" })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {table.total !== null && (
          <tfoot>
            <tr>
              <th scope="row">{t("report.total")}</th>
              {table.total.map((cell, place) => (
                <td key={table.columns[place]?.key} className="number">
                  <Number editionId={editionId} list={cell.list} text={cell.text} label={t("report.total")} />
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** The table with these columns alone. */
function narrowed(table: ReportTableOut, keys: readonly string[]): ReportTableOut {
  const places = table.columns.flatMap(({ key }, place) => (keys.includes(key) ? [place] : []));
  const kept = <T,>(all: readonly T[]) => all.filter((_, place) => places.includes(place));
  return {
    ...table,
    columns: kept(table.columns),
    rows: table.rows.map((row) => ({ ...row, cells: kept(row.cells) })),
    total: table.total === null ? null : kept(table.total),
  };
}

/** The first column of a table as lying bars, the largest first. */
export function barsOf(table: ReportTableOut, most = 12): ChartData {
  const rows = table.rows.slice(0, most);
  return {
    labels: rows.map(({ label }) => label),
    bars: {
      name: table.columns[0]?.label ?? table.label,
      values: rows.map(({ cells }) => (typeof cells[0]?.value === "number" ? cells[0].value : null)),
    },
    isLying: true,
  };
}
