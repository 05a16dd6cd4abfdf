import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, Radio } from "antd";

import { decideConflict } from "../api/conflicts";
import type { ConflictOut, DecisionCode, EndingStepCode } from "../api/types";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface Fields {
  decision: DecisionCode;
  reason: string;
  ending: EndingStepCode | "none";
  effective_on?: string;
}

const PREVAILS: (DecisionCode | undefined)[] = ["left_prevails", "right_prevails"];

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
    mutationFn: ({ decision, reason, ending = "none", effective_on }: Fields) =>
      decideConflict(conflict.id, {
        decision,
        reason: reason.trim(),
        lock: conflict.lock,
        ending: ending === "none" ? null : { step: ending, effective_on: effective_on || null },
      }),
    onSuccess: async () => {
      say(t("conflicts.done"));
      onClose();
      await client.invalidateQueries({ queryKey: ["conflicts"] });
    },
  });
  const form = useServerForm<Fields>(decide.error);
  const decision = Form.useWatch("decision", form);
  const ending = Form.useWatch("ending", form);
  const asked = conflict.ending;
  return (
    <>
      <ProblemAlert error={decide.error} shownFields={["reason", "ending", "effective_on"]} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          decision: conflict.decision ?? undefined,
          reason: conflict.reason,
          ending: asked?.is_granted === null ? asked.step : "none",
          effective_on: asked?.effective_on ?? "",
        }}
        onFinish={(fields) => decide.mutate(fields)}
      >
        <Form.Item name="decision" label={t("conflicts.what_holds")} rules={[{ required: true, message: t("conflicts.decision_missing") }]}>
          <Radio.Group className="radio-column" options={choices("decision")} />
        </Form.Item>
        {PREVAILS.includes(decision) && (
          <Form.Item name="ending" label={t("ending.what")} extra={t("ending.hint")}>
            <Radio.Group className="radio-column" options={choices("ending.choice")} />
          </Form.Item>
        )}
        {PREVAILS.includes(decision) && ending === "supersede" && (
          <Form.Item name="effective_on" label={t("supersede.day")} extra={t("review.consequence.supersede")} rules={[{ required: true, message: t("ending.day_missing") }]}>
            <Input type="date" />
          </Form.Item>
        )}
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
