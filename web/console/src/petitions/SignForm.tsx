import { Button } from "antd";

import { t, word } from "../text";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { useStep } from "./useStep";

/** Signing (签收): the department takes the petition on. */
export function SignForm({ petition, isOpen, onDone }: StepFormProps) {
  const step = useStep(petition, "sign", onDone);
  return (
    <>
      <p>{t("sign.consequence", { department: petition.lead_department ?? t("petition.department") })}</p>
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={[]} />
        <div className="form-actions">
          <Button type="primary" disabled={!isOpen} loading={step.isPending} onClick={() => step.mutate({})}>
            {word("step", "sign")}
          </Button>
        </div>
      </div>
    </>
  );
}
