import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "react-router";

import { readEntry } from "../api/knowledge";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { entryKey } from "./refresh";

/** A link to an entry without a version leads to its newest one. */
export function NewestVersion() {
  const { id = "" } = useParams();
  const first = useQuery({ queryKey: entryKey(id, 1), queryFn: () => readEntry({ id, version: 1 }) });
  if (first.data !== undefined) {
    const newest = first.data.versions[0]?.version ?? 1;
    return <Navigate to={`/knowledge/${encodeURIComponent(id)}/${newest}`} replace />;
  }
  return (
    <div className="page">{first.isError ? <ProblemAlert error={first.error} /> : <Skeleton />}</div>
  );
}
