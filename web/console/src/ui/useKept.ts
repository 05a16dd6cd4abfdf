import { useState } from "react";

import { useDraft } from "./useDraft";

/** The fields of a form as they are stored, or as they were left unsaved in this tab. */
export interface Kept<T> {
  initial: Partial<T>;
  /** Whether `initial` is what was left unsaved; give the form another `key` when it changes. */
  isKept: boolean;
  keep: (values: object) => void;
  drop: () => void;
}

/** Unsaved fields about `thing`, until they are saved or dropped; what cannot be changed any more is shown as stored. */
export function useKept<T extends object>(thing: string, form: string, stored: Partial<T>, isEditable = true): Kept<T> {
  const draft = useDraft(thing, form);
  const [isFound, setKept] = useState(Object.keys(draft.kept).length > 0);
  const isKept = isFound && isEditable;
  return {
    initial: isKept ? { ...stored, ...(draft.kept as Partial<T>) } : stored,
    isKept,
    keep: draft.keep,
    drop: () => {
      draft.drop();
      setKept(false);
    },
  };
}
