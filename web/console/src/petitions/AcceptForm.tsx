import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from "antd";

import type { Steps } from "../api/petitions";
import { useCategoryChoices } from "../reference/categories";
import { choices, t, word } from "../text";
import { useServerForm } from "../ui/useForm";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { Suggestions } from "./Suggestions";
import { useStep } from "./useStep";

type Fields = Omit<Steps["accept"], "lock">;

/** Acceptance (受理): sets category, nature and urgency, and starts the clock. */
export function AcceptForm({ petition, isOpen, onDone }: StepFormProps) {
  const step = useStep(petition, "accept", onDone);
  const form = useServerForm<Fields>(step.error);
  const categories = useCategoryChoices();
  const nature = Form.useWatch("nature", form);
  const initial = {
    category_code: petition.category_code ?? undefined,
    nature: petition.nature,
    urgency: petition.urgency,
    is_policy_query: false,
    statutory_basis: "",
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => step.mutate(fields)}>
      <Suggestions number={petition.number} onTake={(fields) => form.setFieldsValue(fields)} />
      <Form.Item name="category_code" label={t("petition.category")} rules={[{ required: true, message: t("accept.category_missing") }]}>
        <Select options={categories} showSearch={{ optionFilterProp: "label" }} placeholder={t("accept.choose_category")} />
      </Form.Item>
      <Form.Item name="nature" label={t("petition.nature")} extra={t("accept.allowance")}>
        <Select options={choices("nature")} />
      </Form.Item>
      <Form.Item name="is_policy_query" valuePropName="checked" hidden={nature !== "consultation"}>
        <Checkbox>{t("accept.is_policy_query")}</Checkbox>
      </Form.Item>
      <Form.Item name="urgency" label={t("petition.urgency")}>
        <Radio.Group options={choices("urgency")} />
      </Form.Item>
      <details className="more-fields">
        <summary>{t("accept.statutory")}</summary>
        <Form.Item name="statutory_days" label={t("accept.statutory_days")} extra={t("accept.statutory_hint")}>
          <InputNumber min={1} max={365} precision={0} />
        </Form.Item>
        <Form.Item name="statutory_basis" label={t("accept.statutory_basis")}>
          <Input maxLength={500} />
        </Form.Item>
      </details>
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={["category_code", "nature", "urgency"]} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isOpen} loading={step.isPending}>
            {word("step", "accept")}
          </Button>
        </div>
      </div>
    </Form>
  );
}
