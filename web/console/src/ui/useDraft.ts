import { useMemo } from "react";

import { keepDraft, readDraft } from "./drafts";

/** What was typed into `form` about `thing`, kept for this tab: it survives a reload, a conflict and a lost session. */
export function useDraft(thing: string, form: string) {
  return useMemo(() => {
    const key = `${thing}.${form}`;
    return {
      kept: parsed(readDraft(key)),
      keep: (values: object) => keepDraft(key, JSON.stringify(values)),
      drop: () => keepDraft(key, ""),
    };
  }, [thing, form]);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return {};
  }
}
