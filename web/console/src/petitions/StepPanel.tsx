import { Alert } from "antd";
import type { ComponentType } from "react";

import type { PetitionDetail } from "../api/types";
import type { Step } from "../rules/steps";
import { t } from "../text";
import { AcceptForm } from "./AcceptForm";
import { DispatchForm } from "./DispatchForm";
import { RefuseForm } from "./RefuseForm";
import { ReplyForm } from "./ReplyForm";
import { SignForm } from "./SignForm";
import { StepForm } from "./StepForm";
import type { StepFormProps } from "./StepProblem";

const FORMS: Partial<Record<Step, ComponentType<StepFormProps>>> = {
  accept: AcceptForm,
  refuse: RefuseForm,
  dispatch: DispatchForm,
  sign: SignForm,
  reply: ReplyForm,
};

interface StepPanelProps {
  petition: PetitionDetail;
  step: Step;
  onDone: () => void;
}

/** The form of one step. It stays, with what was typed, even when the petition has moved on. */
export function StepPanel({ petition, step, onDone }: StepPanelProps) {
  const Form = FORMS[step];
  const isOpen = petition.allowed.includes(step);
  return (
    <>
      {!isOpen && <Alert type="warning" showIcon role="alert" className="problem" title={t("step.closed")} />}
      {Form === undefined ? (
        <StepForm petition={petition} step={step} isOpen={isOpen} onDone={onDone} />
      ) : (
        <Form petition={petition} isOpen={isOpen} onDone={onDone} />
      )}
    </>
  );
}
