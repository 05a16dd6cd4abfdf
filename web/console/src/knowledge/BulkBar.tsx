import { Button, Input, Select } from "antd";
import { useState } from "react";

import type { EntryRow } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { t } from "../text";
import { type BulkStep, changeSoon } from "./bulk";

/** What can be done with the rows that are chosen; it leaves after ten seconds, until then it can be taken back. */
export function BulkBar({ rows, onClear }: { rows: readonly EntryRow[]; onClear: () => void }) {
  const departments = useDepartmentChoices();
  const [tag, setTag] = useState("");
  if (rows.length === 0) return null;
  const tags = tag.trim() === "" ? [] : [tag.trim()];
  const change = (step: Partial<BulkStep> & Pick<BulkStep, "action">, label: string) => {
    void changeSoon(rows, { tags: [], department_code: null, effective_to: null, next_review_on: null, ...step }, label);
    setTag("");
    onClear();
  };
  return (
    <div className="bulk-bar" role="group" aria-label={t("bulk.label")}>
      <strong>{t("bulk.chosen", { count: rows.length })}</strong>
      <Input className="bulk-tag" size="small" value={tag} placeholder={t("bulk.tag")} aria-label={t("bulk.tag")} maxLength={50} onChange={(event) => setTag(event.target.value)} />
      <Button size="small" disabled={tags.length === 0} onClick={() => change({ action: "add_tags", tags }, t("bulk.with_tag", { step: t("bulk.add_tag"), tag }))}>
        {t("bulk.add_tag")}
      </Button>
      <Button size="small" disabled={tags.length === 0} onClick={() => change({ action: "remove_tags", tags }, t("bulk.with_tag", { step: t("bulk.remove_tag"), tag }))}>
        {t("bulk.remove_tag")}
      </Button>
      <Select
        size="small"
        className="bulk-department"
        value={null}
        aria-label={t("bulk.department")}
        placeholder={t("bulk.department")}
        options={departments}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        onChange={(code: string | null, option) =>
          code !== null && change({ action: "set_department", department_code: code }, t("bulk.to_department", { department: labelOf(option) }))
        }
      />
      <DatedStep label={t("fact.effective_to")} onSet={(day, label) => change({ action: "set_effective_to", effective_to: day }, label)} />
      <DatedStep label={t("review_date.label")} onSet={(day, label) => change({ action: "set_review_date", next_review_on: day }, label)} />
      {rows.every(({ status }) => status === "draft") && (
        <Button size="small" onClick={() => change({ action: "submit" }, t("bulk.submit"))}>
          {t("bulk.submit")}
        </Button>
      )}
      <Button size="small" className="bulk-clear" onClick={onClear}>
        {t("bulk.clear")}
      </Button>
    </div>
  );
}

function labelOf(option: unknown): string {
  const label = (option as { label?: unknown } | undefined)?.label;
  return typeof label === "string" ? label : "";
}

/** A date that is given to all rows: chosen first, then set with its own button. */
function DatedStep({ label, onSet }: { label: string; onSet: (day: string, sentence: string) => void }) {
  const [day, setDay] = useState("");
  return (
    <span className="bulk-dated">
      <Input type="date" size="small" className="bulk-date" aria-label={label} value={day} onChange={(event) => setDay(event.target.value)} />
      <Button size="small" disabled={day === ""} onClick={() => onSet(day, t("bulk.dated", { field: label, day }))}>
        {t("bulk.set_date", { field: label })}
      </Button>
    </span>
  );
}
