import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";

import { patchEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { type FactField, patchOf } from "../rules/facts";
import { t, word } from "../text";
import { useToast } from "../ui/Toast";
import { entryKey, keepEntry } from "./refresh";

/** Writes one described value; a published version answers with its new draft, which is then opened. */
export function useFactWriter(entry: EntryDetail, onSaved?: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const key = { id: entry.document.document_id, version: entry.document.version };
  return useMutation({
    mutationFn: ({ field, text }: { field: FactField; text: string }) => patchEntry(key, patchOf(field, text, entry.lock)),
    onSuccess: async (answered, { field }) => {
      const { document_id: id, version } = answered.document;
      onSaved?.();
      await keepEntry(client, answered);
      say(t(version === key.version ? "fact.saved" : "fact.saved_as_draft", { field: word("fact", field), version }));
      if (version !== key.version) await navigate(`/knowledge/${encodeURIComponent(id)}/${version}`);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(key.id, key.version) }),
  });
}
