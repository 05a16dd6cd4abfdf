import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { readGoldenRun, tryGolden } from "../api/golden";
import { localProblem, ProblemError } from "../api/http";
import type { EntryDetail, GoldenResultOut, GoldenRunOut } from "../api/types";

/** How a run over the golden questions stands: the last one kept, and the one under way with what came of it so far. */
export interface GoldenState {
  run: GoldenRunOut | null;
  coming: GoldenResultOut[];
  total: number;
  isRunning: boolean;
  error: unknown;
  start: () => void;
  keep: (run: GoldenRunOut) => void;
  again: () => void;
}

const isNone = (error: unknown) => error instanceof ProblemError && error.problem.code === "golden_run_not_found";

/** Read the latest run of a version, and run anew when asked to. */
export function useGoldenRun(entry: EntryDetail): GoldenState {
  const client = useQueryClient();
  const { document_id: id, version } = entry.document;
  const key = ["golden-run", id, version] as const;
  const [coming, setComing] = useState<GoldenResultOut[]>([]);
  const [total, setTotal] = useState(0);
  const last = useQuery({
    queryKey: key,
    queryFn: () =>
      readGoldenRun(id, version).catch((error: unknown) => {
        if (isNone(error)) return null;
        throw error;
      }),
  });
  const keep = (run: GoldenRunOut) => client.setQueryData(key, run);
  const running = useMutation({
    mutationFn: async () => {
      setComing([]);
      setTotal(0);
      let whole: GoldenRunOut | null = null;
      await tryGolden(id, version, (event) => {
        if (event.event === "result") {
          setTotal(event.total);
          setComing((older) => [...older, event.result]);
        } else if (event.event === "run") whole = event.run;
        else throw localProblem(event.code, event.message);
      });
      return whole as GoldenRunOut | null;
    },
    onSuccess: (run) => run !== null && keep(run),
  });
  return {
    run: last.data ?? null,
    coming,
    total,
    isRunning: running.isPending,
    error: running.error ?? last.error,
    start: () => running.mutate(),
    keep,
    again: () => void client.invalidateQueries({ queryKey: key }),
  };
}
