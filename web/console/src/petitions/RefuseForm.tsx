import { Button, Form, Input, Select } from "antd";

import type { Steps } from "../api/petitions";
import { choices, t, word } from "../text";
import { useServerForm } from "../ui/useForm";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { useStep } from "./useStep";

type Fields = Omit<Steps["refuse"], "lock">;

/** Refusal (不予受理): a reason of the list and the channel that is right instead. */
export function RefuseForm({ petition, isOpen, onDone }: StepFormProps) {
  const step = useStep(petition, "refuse", onDone);
  const form = useServerForm<Fields>(step.error);
  const reason = Form.useWatch("reason_code", form);
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => step.mutate(fields)}>
      <Form.Item name="reason_code" label={t("refuse.reason")} rules={[{ required: true, message: t("refuse.reason_missing") }]}>
        <Select options={choices("refusal")} placeholder={t("refuse.choose_reason")} />
      </Form.Item>
      {reason === "INC" && (
        <Form.Item
          name="incomplete"
          label={t("refuse.incomplete")}
          rules={[{ required: true, whitespace: true, message: t("refuse.incomplete_missing") }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
      {reason === "DUP" && (
        <Form.Item
          name="duplicate_of"
          label={t("refuse.duplicate_of")}
          rules={[{ required: true, whitespace: true, message: t("refuse.duplicate_of_missing") }]}
        >
          <Input maxLength={40} />
        </Form.Item>
      )}
      <Form.Item
        name="channel_text"
        label={t("refuse.channel")}
        extra={t("refuse.channel_hint")}
        rules={[{ required: true, whitespace: true, message: t("refuse.channel_missing") }]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 10 }} maxLength={500} showCount />
      </Form.Item>
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={["reason_code", "channel_text", "incomplete", "duplicate_of"]} />
        <div className="form-actions">
          <Button danger htmlType="submit" disabled={!isOpen} loading={step.isPending}>
            {word("step", "refuse")}
          </Button>
        </div>
      </div>
    </Form>
  );
}
