import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";
import { useNavigate } from "react-router";

import { reviewEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { entryKey, keepEntry } from "./refresh";

interface ReasonPanelProps {
  entry: EntryDetail;
  step: "reject" | "withdraw" | "roll_back" | null;
  onClose: () => void;
}

/** Asks why, before a version is sent back or taken down; the reason stays with the version. */
export function ReasonPanel({ entry, step, onClose }: ReasonPanelProps) {
  const client = useQueryClient();
  const say = useToast();
  const navigate = useNavigate();
  const key = { id: entry.document.document_id, version: entry.document.version };
  const review = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      reviewEntry(key, step ?? "reject", { lock: entry.lock, reason: reason.trim() }),
    onSuccess: async (answered) => {
      say(word("review.done", step ?? "reject"));
      onClose();
      await keepEntry(client, answered);
      if (step === "roll_back") await client.invalidateQueries({ queryKey: entryKey(key.id, key.version) });
      const { document_id: id, version } = answered.document;
      if (version !== key.version) void navigate(`/knowledge/${encodeURIComponent(id)}/${version}`);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(key.id, key.version) }),
  });
  const form = useServerForm<{ reason: string }>(review.error);
  return (
    <Drawer
      title={step === null ? "" : word("review.question", step)}
      open={step !== null}
      onClose={onClose}
      size={440}
      afterOpenChange={(open) => (open ? form.getFieldInstance("reason")?.focus() : form.resetFields())}
    >
      <p>{step !== null && word("review.consequence", step)}</p>
      <ProblemAlert error={review.error} shownFields={["reason"]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => review.mutate(fields)}>
        <Form.Item
          name="reason"
          label={t("review.reason")}
          rules={[{ required: true, whitespace: true, message: t("review.reason_missing") }]}
        >
          <Input.TextArea rows={4} maxLength={1000} showCount />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.back")}</Button>
          <Button type="primary" danger={step === "withdraw" || step === "roll_back"} htmlType="submit" loading={review.isPending}>
            {step !== null && word("review.step", step)}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
