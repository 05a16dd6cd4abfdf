import { takeStep } from "../api/petitions";
import { ProblemError } from "../api/http";
import type { PetitionRow } from "../api/types";
import { t } from "../text";
import { type Outcome, soon } from "../ui/undoable";
import { pathOf } from "./queues";

type Row = Pick<PetitionRow, "number" | "title" | "lock">;

interface Department {
  code: string;
  name: string;
}

/** Dispatch petitions to one department, one after the other, unless it is taken back within ten seconds. */
export function dispatchSoon(rows: readonly Row[], department: Department): Promise<void> {
  const sentence = t("bulk_dispatch.waiting", { count: rows.length, department: department.name });
  return soon({ sentence, send: () => dispatch(rows, department) });
}

async function dispatch(rows: readonly Row[], department: Department): Promise<Outcome> {
  const failed: Outcome["failed"] = [];
  for (const { number, title, lock } of rows) {
    const body = { lead_department_code: department.code, assist_department_codes: [], note: "", lock };
    try {
      await takeStep(number, "dispatch", body);
    } catch (error) {
      const sentence = error instanceof ProblemError ? error.problem.detail : String(error);
      failed.push({ key: number, title, sentence, to: pathOf({ number }) });
    }
  }
  const title = t("bulk_dispatch.done", { count: rows.length - failed.length, department: department.name });
  return { title, failed, changed: ["petitions", "petition-count"] };
}
