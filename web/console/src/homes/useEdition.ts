import { useQuery } from "@tanstack/react-query";

import { listReports, readReport, type ReportKind } from "../api/reports";

/** The newest edition of a kind about everything this caller may see, with its content; null where there is none. */
export function useNewestEdition(kind: ReportKind) {
  return useQuery({
    queryKey: ["newest-report", kind],
    queryFn: async () => {
      const { editions } = await listReports({ kind, limit: 1 });
      return editions[0] === undefined ? null : readReport(editions[0].id);
    },
  });
}
