import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import { readEntry } from "../api/knowledge";
import { t } from "../text";

interface ClauseSelectProps {
  entryId: string | undefined;
  id?: string;
  value?: string;
  onChange?: (clause: string) => void;
}

/** A clause of the newest version of an entry, looked up by its label or its heading. */
export function ClauseSelect({ entryId, ...field }: ClauseSelectProps) {
  const clauses = useQuery({
    queryKey: ["clauses", entryId],
    queryFn: async () => {
      const id = entryId ?? "";
      const first = await readEntry({ id, version: 1 });
      const version = first.versions[0]?.version ?? 1;
      return (version === 1 ? first : await readEntry({ id, version })).document.clauses;
    },
    enabled: entryId !== undefined,
  });
  const options = (clauses.data ?? [])
    .filter(({ label, heading }) => label !== "" || heading !== "")
    .map(({ id, label, heading }) => ({ value: id, label: [label, heading].filter(Boolean).join(" ") }));
  return (
    <Select
      {...field}
      options={options}
      disabled={entryId === undefined}
      loading={clauses.isFetching}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      placeholder={t(entryId === undefined ? "hit.document_first" : "hit.whole_document")}
    />
  );
}
