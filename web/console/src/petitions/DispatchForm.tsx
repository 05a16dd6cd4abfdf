import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";

import { type Steps, suggestFor } from "../api/petitions";
import { useDepartmentChoices } from "../reference/departments";
import { t, word } from "../text";
import { useServerForm } from "../ui/useForm";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { Picks } from "./Suggestions";
import { useStep } from "./useStep";

type Fields = Omit<Steps["dispatch"], "lock">;

/** Dispatch (派发): names the department that answers. */
export function DispatchForm({ petition, isOpen, onDone }: StepFormProps) {
  const step = useStep(petition, "dispatch", onDone);
  const form = useServerForm<Fields>(step.error);
  const departments = useDepartmentChoices();
  const found = useQuery({ queryKey: ["suggestions", petition.number], queryFn: () => suggestFor(petition.number) });
  const initial = { lead_department_code: petition.lead_department_code ?? undefined, assist_department_codes: [], note: "" };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => step.mutate(fields)}>
      <Form.Item
        name="lead_department_code"
        label={t("dispatch.department")}
        rules={[{ required: true, message: t("dispatch.department_missing") }]}
      >
        <Select options={departments} showSearch={{ optionFilterProp: "label" }} placeholder={t("petition.choose_department")} />
      </Form.Item>
      <Picks
        label={t("suggest.departments")}
        picks={(found.data?.departments ?? []).map(({ code, name }) => ({ key: code, label: name }))}
        onPick={(code) => form.setFieldsValue({ lead_department_code: code })}
      />
      <Form.Item name="assist_department_codes" label={t("field.optional", { field: t("field.assisting") })}>
        <Select mode="multiple" options={departments} showSearch={{ optionFilterProp: "label" }} placeholder={t("petition.choose_department")} />
      </Form.Item>
      <Form.Item name="note" label={t("dispatch.note")} extra={t("dispatch.note_hint")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} />
      </Form.Item>
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={["lead_department_code", "note"]} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isOpen} loading={step.isPending}>
            {word("step", "dispatch")}
          </Button>
        </div>
      </div>
    </Form>
  );
}
