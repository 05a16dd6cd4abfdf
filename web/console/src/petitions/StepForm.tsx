import { Button, Form, type FormInstance, Input, InputNumber, Radio, Select } from "antd";
import type { ReactNode } from "react";

import type { Steps } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { useCategoryChoices } from "../reference/categories";
import { useDepartmentChoices } from "../reference/departments";
import type { Step } from "../rules/steps";
import { choices, t, word } from "../text";
import { useServerForm } from "../ui/useForm";
import { CitationSelect } from "./CitationSelect";
import { PetitionSelect } from "./PetitionSelect";
import { Waiting } from "./Waiting";
import { bodyOf, initialOf, STEP_FIELDS, type StepField } from "./stepFields";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { useDraft } from "../ui/useDraft";
import { useStep } from "./useStep";

interface Props extends StepFormProps {
  step: Step;
}

/** The form of a step that is described by its fields: what it does, what was asked for, the fields, the verb. */
export function StepForm({ petition, step: name, isOpen, onDone }: Props) {
  const fields = STEP_FIELDS[name] ?? [];
  const draft = useDraft(petition.number, name);
  const step = useStep(petition, name, () => {
    draft.drop();
    onDone();
  });
  const form = useServerForm<Record<string, unknown>>(step.error);
  const values = Form.useWatch([], form) ?? {};
  const shown = fields.filter(({ when }) => when === undefined || when(values));
  const send = (typed: Record<string, unknown>) =>
    step.mutate(bodyOf(fields, { ...initialOf(name, petition), ...typed }) as unknown as Omit<Steps[Step], "lock">);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ ...initialOf(name, petition), ...draft.kept }}
      onValuesChange={(_, all) => draft.keep(all)}
      onFinish={send}
    >
      <p className="step-hint">{word("step.hint", name)}</p>
      <Waiting petition={petition} step={name} />
      {shown.map((field) => (
        <Field key={field.name} field={field} petition={petition} form={form} />
      ))}
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={fields.map((field) => field.name)} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isOpen} loading={step.isPending}>
            {word("step", name)}
          </Button>
        </div>
      </div>
    </Form>
  );
}

interface FieldProps {
  field: StepField;
  petition: PetitionDetail;
  form: FormInstance<Record<string, unknown>>;
}

function Field({ field, petition }: FieldProps) {
  const { name, isRequired = false } = field;
  const label = word("field", field.label ?? name);
  const hint = word("field.hint", field.label ?? name);
  const rules = isRequired ? [{ required: true, message: t("field.missing", { field: label }) }] : [];
  return (
    <Form.Item
      name={name}
      label={isRequired ? label : t("field.optional", { field: label })}
      extra={hint === (field.label ?? name) ? undefined : hint}
      rules={rules}
    >
      <Control field={field} petition={petition} />
    </Form.Item>
  );
}

/** The control of a field; the form hands it value and handlers, which it passes on. */
function Control({ field, petition, ...bound }: { field: StepField; petition: PetitionDetail }): ReactNode {
  const departments = useDepartmentChoices();
  const categories = useCategoryChoices();
  const search = { showSearch: { optionFilterProp: "label" }, placeholder: t("field.choose") };
  switch (field.kind) {
    case "area":
      return <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} maxLength={20_000} {...bound} />;
    case "lines":
      return <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} {...bound} />;
    case "text":
      return <Input maxLength={200} {...bound} />;
    case "number":
      return <InputNumber min={1} max={60} precision={0} {...bound} />;
    case "date":
      return <Input type="date" {...bound} />;
    case "department":
      return <Select options={departments} {...search} {...bound} />;
    case "departments":
      return <Select mode="multiple" options={departments} {...search} {...bound} />;
    case "category":
      return <Select options={categories} {...search} {...bound} />;
    case "nature":
    case "urgency":
    case "resolution":
      return <Select options={choices(field.kind)} placeholder={t("field.choose")} {...bound} />;
    case "ruling":
      return <Radio.Group options={yesNo("ruling")} {...bound} />;
    case "reached":
      return <Radio.Group options={yesNo("reached")} {...bound} />;
    case "stars":
      return <Radio.Group options={STARS.map((value) => ({ value, label: word("stars", String(value)) }))} {...bound} />;
    case "citations":
      return <CitationSelect {...bound} />;
    case "petition":
      return <PetitionSelect petition={petition} {...bound} />;
  }
}

const STARS = [5, 4, 3, 2, 1];

const yesNo = (group: "ruling" | "reached") => [
  { value: true, label: t(`${group}.yes`) },
  { value: false, label: t(`${group}.no`) },
];
