import { Alert } from "antd";

import { isConflict } from "../api/http";
import type { PetitionDetail } from "../api/types";
import { clockTime } from "../rules/dates";
import { lastEvent } from "../rules/steps";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";

export interface StepFormProps {
  petition: PetitionDetail;
  /** False when the step was taken by somebody else meanwhile: the text stays, sending is off. */
  isOpen: boolean;
  onDone: () => void;
}

interface StepProblemProps {
  error: unknown;
  petition: PetitionDetail;
  fields: readonly string[];
}

/** Why a step failed. For a conflict: who was first and when, and that nothing typed is lost. */
export function StepProblem({ error, petition, fields }: StepProblemProps) {
  if (!isConflict(error)) return <ProblemAlert error={error} shownFields={fields} />;
  const last = lastEvent(petition);
  const sentence =
    last === null ? t("step.conflict_unknown") : t("step.conflict", { actor: last.actor, time: clockTime(last.at) });
  return <Alert type="warning" showIcon role="alert" className="problem" title={sentence} />;
}
