import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";

import { listEntries } from "../api/knowledge";
import { t } from "../text";

interface CitationSelectProps {
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}

/** Published entries that an answer at once rests on, found by title or number. */
export function CitationSelect({ id, value, onChange }: CitationSelectProps) {
  const [wanted, setWanted] = useState("");
  const query = { status: "published", q: wanted, limit: 10 };
  const found = useQuery({
    queryKey: ["entries", query],
    queryFn: () => listEntries(query),
    enabled: wanted.trim().length > 1,
  });
  const options = (found.data?.rows ?? []).map((row) => ({ value: row.entry_id, label: row.title }));
  return (
    <Select
      id={id}
      mode="multiple"
      value={value}
      options={options}
      showSearch={{ filterOption: false, onSearch: setWanted }}
      placeholder={t("supersede.search")}
      notFoundContent={null}
      onChange={onChange}
    />
  );
}
