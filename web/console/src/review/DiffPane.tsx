import { useQuery } from "@tanstack/react-query";

import { ProblemError } from "../api/http";
import type { EntryDetail } from "../api/types";
import { readChanges } from "../api/versions";
import { Changes } from "../knowledge/ChangesPanel";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";

/** What this version changes in the text, clause by clause; the first text of all has nothing to compare with. */
export function DiffPane({ entry }: { entry: EntryDetail }) {
  const { document_id: id, version } = entry.document;
  const changes = useQuery({ queryKey: ["changes", id, version, entry.lock], queryFn: () => readChanges(id, version) });
  const isFirst = changes.error instanceof ProblemError && changes.error.problem.code === "nothing_to_compare";
  return (
    <Pane title={t("review.diff")} className="review-pane" focusable>
      {changes.data !== undefined && <Changes changes={changes.data} />}
      {isFirst && <p className="empty">{t("review.first_text")}</p>}
      {changes.isError && !isFirst && <ProblemAlert error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.isPending && <Skeleton />}
    </Pane>
  );
}
