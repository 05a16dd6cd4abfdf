import { Button, Checkbox, Form, Radio, Select } from "antd";

import type { Steps } from "../api/petitions";
import { useCategoryChoices } from "../reference/categories";
import { choices, t, word } from "../text";
import { useServerForm } from "../ui/useForm";
import { type StepFormProps, StepProblem } from "./stepForm";
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
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => step.mutate(fields)}>
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
