import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select } from "antd";
import type { ReactNode } from "react";

import { ProblemError } from "../api/http";
import { takeIssueStep } from "../api/issues";
import type { IssueOut } from "../api/types";
import { useDraft } from "../ui/useDraft";
import { useDepartmentChoices } from "../reference/departments";
import { clockTime } from "../rules/dates";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { type IssueStep, lastEventOf } from "./issues";
import { bodyOf, initialOf, ISSUE_FIELDS, type IssueField } from "./stepFields";

interface IssueStepFormProps {
  issue: IssueOut;
  step: IssueStep;
  onDone: () => void;
}

/** The form of one step. It stays, with what was typed, even when somebody else was first. */
export function IssueStepForm({ issue, step, onDone }: IssueStepFormProps) {
  const fields = ISSUE_FIELDS[step];
  const client = useQueryClient();
  const say = useToast();
  const draft = useDraft(`issue.${issue.id}`, step);
  const isOpen = issue.allowed.includes(step);
  const take = useMutation({
    mutationFn: (values: Record<string, unknown>) => takeIssueStep(issue.id, step, { ...bodyOf(step, values), lock: issue.lock }),
    onSuccess: async (answered) => {
      draft.drop();
      client.setQueryData(["issue", issue.id], answered);
      onDone();
      say(word("issue_done", step));
      await client.invalidateQueries({ queryKey: ["issues"] });
    },
    onError: () => client.invalidateQueries({ queryKey: ["issue", issue.id] }),
  });
  const form = useServerForm<Record<string, unknown>>(take.error);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ ...initialOf(step, issue), ...draft.kept }}
      onValuesChange={(_, all) => draft.keep(all)}
      onFinish={(values) => take.mutate(values)}
    >
      {!isOpen && <Alert type="warning" showIcon role="alert" className="problem" title={t("issue.closed_step")} />}
      <p className="step-hint">{hintOf(step, issue)}</p>
      {fields.map((field) => (
        <Field key={field.name} field={field} />
      ))}
      <div className="form-foot">
        <StepProblem error={take.error} issue={issue} fields={fields.map(({ name }) => name)} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isOpen} loading={take.isPending}>
            {word("issue_step", step)}
          </Button>
        </div>
      </div>
    </Form>
  );
}

/** What the step does; a signature names those whom the report goes to. */
function hintOf(step: IssueStep, { report }: IssueOut): string {
  if (step !== "sign" || report === null) return word("issue_hint", step);
  return t("issue.sign_hint", { names: report.recipients.map(({ name }) => name).join(t("list.separator")) });
}

interface StepProblemProps {
  error: unknown;
  issue: IssueOut;
  fields: readonly string[];
}

/** Why a step failed; when somebody else was first: who, when, and that nothing typed is lost. */
function StepProblem({ error, issue, fields }: StepProblemProps) {
  if (!(error instanceof ProblemError && error.problem.code === "issue_changed")) {
    return <ProblemAlert error={error} shownFields={fields} />;
  }
  const last = lastEventOf(issue);
  const values = { actor: last?.actor ?? "", time: last === null ? "" : clockTime(last.at), what: last?.text ?? "" };
  return <Alert type="warning" showIcon role="alert" className="problem" title={t("issue.conflict", values)} />;
}

function Field({ field }: { field: IssueField }) {
  const { name, isRequired = false } = field;
  const label = word("issue.field", field.label ?? name);
  // A list that is asked for must not carry `whitespace`: the rule would then want a text.
  const isText = field.kind === "area" || field.kind === "text";
  const message = t("field.missing", { field: label });
  const rules = isRequired ? [isText ? { required: true, whitespace: true, message } : { required: true, message }] : [];
  return (
    <Form.Item name={name} label={isRequired ? label : t("field.optional", { field: label })} rules={rules}>
      <Control field={field} />
    </Form.Item>
  );
}

/** The control of a field; the form hands it value and handlers, which it passes on. */
function Control({ field, ...bound }: { field: IssueField }): ReactNode {
  const departments = useDepartmentChoices();
  const search = { showSearch: { optionFilterProp: "label" }, placeholder: t("field.choose") };
  switch (field.kind) {
    case "text":
      return <Input maxLength={field.max ?? 100} {...bound} />;
    case "area":
      return <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={field.max ?? 1_000} {...bound} />;
    case "date":
      return <Input type="date" {...bound} />;
    case "department":
      return <Select options={departments} {...search} {...bound} />;
    case "departments":
      return <Select mode="multiple" options={departments} {...search} {...bound} />;
    case "recipients":
      return <Select mode="multiple" options={[...levels(), ...departments.map(recipient)]} {...search} {...bound} />;
  }
}

const levels = () => choices("order_level").map(({ value, label }) => ({ value: `supervisor:${value}`, label: t("issue.level", { name: label }) }));

const recipient = ({ value, label }: { value: string; label: string }) => ({ value: `department:${value}`, label });
