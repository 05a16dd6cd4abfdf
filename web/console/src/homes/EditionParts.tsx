import { Link } from "react-router";

import type { EditionOut, FigureOut } from "../api/types";
import { ChartCard } from "../reports/ChartCard";
import { Figures } from "../reports/Figures";
import { periodName } from "../reports/periods";
import { barsOf, ReportTable } from "../reports/ReportTable";
import { t } from "../text";

/** Chosen figures of an edition, in this order. */
export function ChosenFigures({ edition, keys }: { edition: EditionOut; keys: readonly string[] }) {
  const all = edition.sections.flatMap(({ figures }) => figures);
  const chosen = keys.map((key) => all.find((figure) => figure.key === key)).filter((figure): figure is FigureOut => figure !== undefined);
  return <Figures editionId={edition.id} figures={chosen} />;
}

interface ChosenTableProps {
  edition: EditionOut;
  table: string;
  startsWithTable?: boolean;
  /** Keys of the columns to show where there is no room for all; the whole table stands in the report. */
  only?: readonly string[];
}

/** One table of an edition as a picture and as numbers. */
export function ChosenTable({ edition, table: key, startsWithTable = false, only }: ChosenTableProps) {
  const table = edition.sections.flatMap(({ tables }) => tables).find((one) => one.key === key);
  if (table === undefined) return null;
  return (
    <ChartCard
      title={table.label}
      note={periodName(edition.period)}
      data={barsOf(table, 8)}
      table={<ReportTable editionId={edition.id} table={table} only={only} />}
      startsWithTable={startsWithTable}
    />
  );
}

/** What a page of figures says about itself: whose period, until when, and where the whole report stands. */
export function Imprint({ edition }: { edition: EditionOut }) {
  return (
    <p className="meta">
      {edition.imprint} <Link to={`/reports/${edition.id}`}>{t("home.whole_report")}</Link>
    </p>
  );
}
