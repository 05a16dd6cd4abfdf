import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { listPetitions } from "../api/petitions";
import { readReport, readReportList } from "../api/reports";
import type { ReportListOut } from "../api/types";
import { PetitionTable } from "../petitions/PetitionTable";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";

/** What stands behind a number of a report: the petitions, answers or entries it counted. */
export function NumberListPage() {
  const { id = "", key = "" } = useParams();
  const filters = useFilters();
  const edition = useQuery({ queryKey: ["report", id, "internal"], queryFn: () => readReport(id) });
  const list = useQuery({
    queryKey: ["report-list", id, key, filters.offset],
    queryFn: () => readReportList(id, key, filters.offset, PAGE_SIZE),
    placeholderData: keepPreviousData,
  });
  const name = nameOf(edition.data?.sections ?? [], key);
  useTitle(name);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{name}</h1>
        <Link to={`/reports/${id}`}>{edition.data?.title ?? t("nav.reports")}</Link>
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton />}
      {list.data?.of === "petitions" && <Petitions list={list.data} filters={filters} />}
      {list.data !== undefined && list.data.of !== "petitions" && <Ids list={list.data} />}
    </div>
  );
}

type Sections = Awaited<ReturnType<typeof readReport>>["sections"];

function nameOf(sections: Sections, key: string): string {
  for (const { figures, tables } of sections) {
    const figure = figures.find(({ list }) => list === key);
    if (figure !== undefined) return figure.label;
    for (const { rows, columns } of tables) {
      for (const row of rows) {
        const place = row.cells.findIndex(({ list }) => list === key);
        if (place >= 0) return t("report.cell", { row: row.label, column: columns[place]?.label ?? "" });
      }
    }
  }
  return t("report.list");
}

function Petitions({ list, filters }: { list: ReportListOut; filters: ReturnType<typeof useFilters> }) {
  const query = { number: list.items, limit: PAGE_SIZE };
  const rows = useQuery({ queryKey: ["petitions", query], queryFn: () => listPetitions(query), enabled: list.items.length > 0 });
  return (
    <>
      <ProblemAlert error={rows.error} />
      <PetitionTable list={rows.data && { total: list.total, rows: rows.data.rows }} isLoading={rows.isFetching} filters={filters} />
    </>
  );
}

function Ids({ list }: { list: ReportListOut }) {
  const base = list.of === "messages" ? "/answers/" : "/knowledge/";
  return (
    <ul className="card rows">
      {list.items.map((id) => (
        <li key={id}>
          <Link to={`${base}${encodeURIComponent(id)}`}>{id}</Link>
        </li>
      ))}
    </ul>
  );
}
