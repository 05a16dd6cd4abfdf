import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import { ProblemError } from "../api/http";
import { reviewEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { ReasonPanel } from "../knowledge/ReasonPanel";
import { entryKey, keepEntry } from "../knowledge/refresh";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { OverridePanel } from "./OverridePanel";
import type { GoldenState } from "./useGoldenRun";

/** Why a version cannot be published right now, in words for the button; empty when it can. */
function obstacle(entry: EntryDetail, golden: GoldenState): string {
  if (!entry.allowed.includes("approve")) return t("review.own_work");
  if (golden.isRunning) return t("review.running");
  const run = golden.run;
  if (run === null || !run.holds || run.counts.regressed === 0) return "";
  if (run.override === null) return t("review.broken", { count: run.counts.regressed ?? 0 });
  return run.override.is_own ? t("review.own_override") : "";
}

/** The decision: send back, let a regression pass by name, or publish. */
export function ReviewBar({ entry, golden }: { entry: EntryDetail; golden: GoldenState }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const [panel, setPanel] = useState<"reject" | "override" | null>(null);
  const { document: text } = entry;
  const key = { id: text.document_id, version: text.version };
  const publish = useMutation({
    mutationFn: () => reviewEntry(key, "approve", { lock: entry.lock, reason: "" }),
    onSuccess: async (answered) => {
      say(word("review.done", "approve"));
      await keepEntry(client, answered);
      void navigate(`/knowledge/${encodeURIComponent(key.id)}/${key.version}`);
    },
    onError: async (error) => {
      const isGolden = error instanceof ProblemError && error.problem.code.startsWith("golden");
      if (isGolden) golden.again();
      else await client.invalidateQueries({ queryKey: entryKey(key.id, key.version) });
    },
  });
  if (text.status !== "in_review") return null;
  const reason = obstacle(entry, golden);
  const label = word("review.step", "approve");
  const broken = golden.run !== null && golden.run.holds && golden.run.blocks;
  return (
    <>
      <ProblemAlert error={publish.error} />
      <div className="review-bar">
        <span className="meta">{t(publish.isPending ? "review.publishing" : "review.bar_note")}</span>
        {entry.allowed.includes("reject") && <Button onClick={() => setPanel("reject")}>{word("review.step", "reject")}</Button>}
        {broken && entry.allowed.includes("approve") && (
          <Button danger onClick={() => setPanel("override")}>
            {t("review.override")}
          </Button>
        )}
        <Button type="primary" disabled={reason !== ""} loading={publish.isPending} onClick={() => publish.mutate()}>
          {reason === "" ? label : t("review.disabled", { label, reason })}
        </Button>
      </div>
      <ReasonPanel entry={entry} step={panel === "reject" ? "reject" : null} onClose={() => setPanel(null)} />
      <OverridePanel entry={entry} open={panel === "override"} onClose={() => setPanel(null)} onPassed={golden.keep} />
    </>
  );
}
