import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";

import { setReviewDate } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { addDays, longDay } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useNow } from "../ui/useNow";
import { entryKey, refreshLists } from "./refresh";

const USUAL_DAYS = 180;

/** When this entry is to be looked at again: a date of the entry, not of a version, so it is set without review. */
export function ReviewDate({ entry, canEdit }: { entry: EntryDetail; canEdit: boolean }) {
  const { today } = useNow();
  const client = useQueryClient();
  const say = useToast();
  const [text, setText] = useState<string | null>(null);
  const { document_id: id, version } = entry.document;
  const due = entry.next_review_on ?? null;
  const set = useMutation({
    mutationFn: (day: string | null) => setReviewDate(id, day),
    onSuccess: async (answered) => {
      setText(null);
      say(t("review_date.saved", { day: dayOr(answered.next_review_on ?? null) }));
      await client.invalidateQueries({ queryKey: entryKey(id, version) });
      await refreshLists(client);
    },
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(text === "" ? null : text);
  };
  return (
    <div className="fact">
      <dt>{t("review_date.label")}</dt>
      <dd>
        {text === null ? (
          <>
            <span className="fact-line">
              <span className="fact-value">{dayOr(due)}</span>
              {due !== null && due <= today && <Tag tone="amber" icon="warning">{t("review_date.due")}</Tag>}
            </span>
            {canEdit && due !== null && due <= today && (
              <Button size="small" className="fact-below" loading={set.isPending} onClick={() => set.mutate(addDays(today, USUAL_DAYS))}>
                {t("review_date.looked_at", { days: USUAL_DAYS })}
              </Button>
            )}
            {canEdit && (
              <span className="fact-end">
                <span className="fact-buttons">
                  <Button size="small" type="link" aria-label={t("fact.correct_field", { field: t("review_date.label") })} onClick={() => setText(due ?? "")}>
                    {t("fact.correct")}
                  </Button>
                </span>
              </span>
            )}
          </>
        ) : (
          <form className="fact-editor" onSubmit={save} onKeyDown={(event) => event.key === "Escape" && setText(null)}>
            <Input type="date" autoFocus min={today} value={text} aria-label={t("review_date.label")} onChange={(event) => setText(event.target.value)} />
            <span className="meta">{t("review_date.hint", { days: USUAL_DAYS })}</span>
            <span className="fact-buttons">
              <Button size="small" type="primary" htmlType="submit" loading={set.isPending}>
                {t("action.save")}
              </Button>
              <Button size="small" onClick={() => setText(null)}>
                {t("action.cancel")}
              </Button>
            </span>
          </form>
        )}
        <ProblemAlert error={set.error} />
      </dd>
    </div>
  );
}

const dayOr = (day: string | null) => (day === null ? t("review_date.none") : longDay(day));
