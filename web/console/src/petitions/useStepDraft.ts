import { useMemo } from "react";

import { keepDraft, readDraft } from "./drafts";

/** What was typed into the form of a step, kept for this tab: it survives a reload, a conflict and a lost session. */
export function useStepDraft(number: string, step: string) {
  return useMemo(() => {
    const key = `${number}.${step}`;
    return {
      kept: parsed(readDraft(key)),
      keep: (values: object) => keepDraft(key, JSON.stringify(values)),
      drop: () => keepDraft(key, ""),
    };
  }, [number, step]);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return {};
  }
}
