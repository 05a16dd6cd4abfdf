import { ProblemError } from "../api/http";
import { changeMany } from "../api/knowledge";
import type { BulkIn, EntryRow } from "../api/types";
import { t } from "../text";
import { type Outcome, soon } from "../ui/undoable";

/** What is done to each of the rows. */
export type BulkStep = Omit<BulkIn, "rows">;

const CHANGED = ["entries", "entry-count", "entry"];

/** Do one thing to many entries, each by itself, unless it is taken back within ten seconds. */
export function changeSoon(rows: readonly EntryRow[], step: BulkStep, label: string): Promise<void> {
  return soon({ sentence: t("bulk.waiting", { count: rows.length, step: label }), send: () => change(rows, step) });
}

const pathOf = (id: string, version: number) => `/knowledge/${encodeURIComponent(id)}/${version}`;

async function change(rows: readonly EntryRow[], step: BulkStep): Promise<Outcome> {
  try {
    const report = await changeMany({ ...step, rows: rows.map(({ entry_id, version }) => ({ entry_id, version })) });
    const left = report.rows.filter(({ problems }) => problems.length > 0);
    const failed = left.map(({ entry_id: id, version, title, problems }) => ({
      key: id,
      title,
      sentence: problems.join(t("list.separator")),
      to: pathOf(id, version),
    }));
    return { title: t("bulk.done", { done: report.done, left: left.length }), failed, changed: CHANGED };
  } catch (error) {
    const sentence = error instanceof ProblemError ? error.problem.detail : String(error);
    const failed = rows.map(({ entry_id: id, version, title }) => ({ key: id, title, sentence, to: pathOf(id, version) }));
    return { title: t("bulk.done", { done: 0, left: rows.length }), failed, changed: CHANGED };
  }
}
