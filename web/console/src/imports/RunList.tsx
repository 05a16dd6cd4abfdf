import type { ImportRow } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";

export const RUN_LOOKS = {
  running: { tone: "blue", icon: "wait" },
  finished: { tone: "green", icon: "check" },
  stopped: { tone: "amber", icon: "pause" },
} as const;

interface RunListProps {
  runs: readonly ImportRow[];
  shown: string | null;
  onShow: (id: string) => void;
}

/** The runs of this deployment, newest first; one is shown beside. */
export function RunList({ runs, shown, onShow }: RunListProps) {
  const { now } = useNow();
  if (runs.length === 0) return null;
  return (
    <Pane title={t("imports.runs")} note={t("imports.runs_count", { count: runs.length })}>
      <ul className="runs">
        {runs.map((run) => (
          <li key={run.run_id}>
            <button type="button" aria-current={run.run_id === shown ? "true" : undefined} onClick={() => onShow(run.run_id)}>
              <span>{shortStamp(run.started_at, now)}</span>
              <Tag {...RUN_LOOKS[run.status]}>{word("imports.status", run.status)}</Tag>
              <span className="meta">
                {t("imports.run_counts", { done: run.done_count, read: run.counts.read, failed: run.counts.failed })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Pane>
  );
}
