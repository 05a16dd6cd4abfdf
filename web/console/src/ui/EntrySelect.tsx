import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";

import { listEntries } from "../api/knowledge";
import { t } from "../text";

/** An entry, looked up by title or number. */
export function EntrySelect({ title, ...field }: { title: string; id?: string; value?: string; onChange?: (value: string) => void }) {
  const [wanted, setWanted] = useState("");
  const found = useQuery({
    queryKey: ["entries", { q: wanted, limit: 20 }],
    queryFn: () => listEntries({ q: wanted, limit: 20 }),
    enabled: wanted !== "",
  });
  const rows = new Map((found.data?.rows ?? []).map((row) => [row.entry_id, row]));
  const options = [...rows.values()].map(({ entry_id, title: name, document_number }) => ({
    value: entry_id,
    label: [name, document_number].filter(Boolean).join(t("list.dot")),
  }));
  if (field.value !== undefined && !rows.has(field.value) && title !== "") options.unshift({ value: field.value, label: title });
  return (
    <Select
      {...field}
      showSearch={{ filterOption: false, onSearch: setWanted }}
      options={options}
      placeholder={t("supersede.search")}
      allowClear
      notFoundContent={t(wanted === "" ? "supersede.search" : "relations.not_found")}
    />
  );
}
