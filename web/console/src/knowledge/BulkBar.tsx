import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useState } from "react";

import { changeMany } from "../api/knowledge";
import type { BulkIn, BulkOut, EntryRow } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { refreshLists } from "./refresh";

/** What can be done with the rows that are chosen; each is changed by itself, and says why when it cannot be. */
export function BulkBar({ rows, onClear }: { rows: readonly EntryRow[]; onClear: () => void }) {
  const client = useQueryClient();
  const [tag, setTag] = useState("");
  const change = useMutation({
    mutationFn: (step: Pick<BulkIn, "action" | "tags">) =>
      changeMany({ ...step, department_code: null, rows: rows.map(({ entry_id, version }) => ({ entry_id, version })) }),
    onSuccess: async (report) => {
      setTag("");
      if (report.done === report.rows.length) onClear();
      await refreshLists(client);
    },
  });
  if (rows.length === 0 && change.data === undefined) return null;
  const tags = tag.trim() === "" ? [] : [tag.trim()];
  return (
    <>
      {rows.length > 0 && (
        <div className="bulk-bar" role="group" aria-label={t("bulk.label")}>
          <strong>{t("bulk.chosen", { count: rows.length })}</strong>
          <Input className="bulk-tag" size="small" value={tag} placeholder={t("bulk.tag")} aria-label={t("bulk.tag")} maxLength={50} onChange={(event) => setTag(event.target.value)} />
          <Button size="small" disabled={tags.length === 0} loading={change.isPending} onClick={() => change.mutate({ action: "add_tags", tags })}>
            {t("bulk.add_tag")}
          </Button>
          <Button size="small" disabled={tags.length === 0 || change.isPending} onClick={() => change.mutate({ action: "remove_tags", tags })}>
            {t("bulk.remove_tag")}
          </Button>
          {rows.every(({ status }) => status === "draft") && (
            <Button size="small" disabled={change.isPending} onClick={() => change.mutate({ action: "submit", tags: [] })}>
              {t("bulk.submit")}
            </Button>
          )}
          <Button size="small" className="bulk-clear" onClick={onClear}>
            {t("bulk.clear")}
          </Button>
        </div>
      )}
      <ProblemAlert error={change.error} />
      {change.data !== undefined && <Report report={change.data} />}
    </>
  );
}

function Report({ report }: { report: BulkOut }) {
  const left = report.rows.filter(({ problems }) => problems.length > 0);
  return (
    <Alert
      type={left.length === 0 ? "success" : "warning"}
      showIcon
      closable
      role="status"
      className="problem"
      title={t("bulk.done", { done: report.done, left: left.length })}
      description={left.map(({ entry_id: id, title, problems }) => (
        <div key={id}>{t("bulk.problem", { title, problems: problems.join(t("list.separator")) })}</div>
      ))}
    />
  );
}
