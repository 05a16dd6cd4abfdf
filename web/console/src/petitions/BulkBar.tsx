import { Button, Select } from "antd";
import { useState } from "react";

import type { PetitionRow } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { t } from "../text";
import { dispatchSoon } from "./bulk";

interface BulkBarProps {
  chosen: readonly PetitionRow[];
  onDone: () => void;
}

/** Dispatches what was chosen to one department; it leaves after ten seconds, until then it can be taken back. */
export function BulkBar({ chosen, onDone }: BulkBarProps) {
  const departments = useDepartmentChoices();
  const [code, setCode] = useState<string>();
  const name = departments.find(({ value }) => value === code)?.label;
  const start = () => {
    if (code === undefined || name === undefined) return;
    void dispatchSoon(chosen, { code, name });
    onDone();
  };
  return (
    <div className="bulk" role="group" aria-label={t("bulk_dispatch.title")}>
      <strong>{t("bulk_dispatch.chosen", { count: chosen.length })}</strong>
      <Select
        className="filter-select"
        aria-label={t("dispatch.department")}
        placeholder={t("petition.choose_department")}
        options={departments}
        value={code}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        onChange={setCode}
      />
      <Button type="primary" disabled={code === undefined} onClick={start}>
        {code === undefined ? t("bulk_dispatch.no_department") : t("bulk_dispatch.submit", { count: chosen.length })}
      </Button>
      <Button onClick={onDone}>{t("action.cancel")}</Button>
    </div>
  );
}
