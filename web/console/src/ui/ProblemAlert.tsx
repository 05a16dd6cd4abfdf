import { Alert, Button } from "antd";

import { ProblemError } from "../api/http";
import { t } from "../text";

interface ProblemAlertProps {
  error: unknown;
  onRetry?: () => void;
  /** Fields whose sentence already stands beside them. */
  shownFields?: readonly string[];
}

/** A failure that stays until it is solved: what happened, what to do, and the number that finds the log. */
export function ProblemAlert({ error, onRetry, shownFields = [] }: ProblemAlertProps) {
  if (error === null || error === undefined) return null;
  const problem = error instanceof ProblemError ? error.problem : null;
  const others = Object.entries(problem?.details ?? {}).filter(([field]) => !shownFields.includes(field));
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="problem"
      title={problem?.detail ?? t("problem.unknown")}
      description={
        <>
          {others.map(([field, sentence]) => (
            <div key={field}>{sentence}</div>
          ))}
          {problem !== null && problem.trace_id !== "" && (
            <div className="meta">{t("problem.trace", { trace: problem.trace_id })}</div>
          )}
        </>
      }
      action={onRetry && <Button onClick={onRetry}>{t("action.retry")}</Button>}
    />
  );
}
