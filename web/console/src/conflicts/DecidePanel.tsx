import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, Radio } from "antd";

import { decideConflict } from "../api/conflicts";
import type { ConflictOut, DecisionCode } from "../api/types";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface Fields {
  decision: DecisionCode;
  reason: string;
}

/** What holds between the two, and why. */
export function DecidePanel({ conflict, onClose }: { conflict: ConflictOut | null; onClose: () => void }) {
  return (
    <Drawer title={t("conflicts.decide_title")} open={conflict !== null} onClose={onClose} size={480} destroyOnHidden>
      {conflict !== null && <DecideForm conflict={conflict} onClose={onClose} />}
    </Drawer>
  );
}

function DecideForm({ conflict, onClose }: { conflict: ConflictOut; onClose: () => void }) {
  const client = useQueryClient();
  const say = useToast();
  const decide = useMutation({
    mutationFn: ({ decision, reason }: Fields) => decideConflict(conflict.id, { decision, reason: reason.trim(), lock: conflict.lock }),
    onSuccess: async () => {
      say(t("conflicts.done"));
      onClose();
      await client.invalidateQueries({ queryKey: ["conflicts"] });
    },
  });
  const form = useServerForm<Fields>(decide.error);
  return (
    <>
      <ProblemAlert error={decide.error} shownFields={["reason"]} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ decision: conflict.decision ?? undefined, reason: conflict.reason }}
        onFinish={(fields) => decide.mutate(fields)}
      >
        <Form.Item name="decision" label={t("conflicts.what_holds")} rules={[{ required: true, message: t("conflicts.decision_missing") }]}>
          <Radio.Group className="radio-column" options={choices("decision")} />
        </Form.Item>
        <Form.Item name="reason" label={t("review.reason")} rules={[{ required: true, whitespace: true, message: t("review.reason_missing") }]}>
          <Input.TextArea rows={4} maxLength={1000} showCount />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" htmlType="submit" loading={decide.isPending}>
            {t("action.save")}
          </Button>
        </div>
      </Form>
    </>
  );
}
