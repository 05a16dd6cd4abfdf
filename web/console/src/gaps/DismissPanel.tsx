import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";

import { dismissGap } from "../api/gaps";
import type { GapOut } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { keepGap } from "./refresh";

interface DismissPanelProps {
  gap: GapOut;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks why a gap needs no entry; the reason stays with it. */
export function DismissPanel({ gap, isOpen, onClose }: DismissPanelProps) {
  const client = useQueryClient();
  const say = useToast();
  const dismiss = useMutation({
    mutationFn: ({ reason }: { reason: string }) => dismissGap(gap.id, reason.trim()),
    onSuccess: async (answered) => {
      say(t("gaps.dismissed"));
      onClose();
      await keepGap(client, answered);
    },
  });
  const form = useServerForm<{ reason: string }>(dismiss.error);
  return (
    <Drawer
      title={t("gaps.dismiss_title")}
      open={isOpen}
      onClose={onClose}
      size={440}
      afterOpenChange={(open) => (open ? form.getFieldInstance("reason")?.focus() : form.resetFields())}
    >
      <p>{t("gaps.dismiss_hint")}</p>
      <ProblemAlert error={dismiss.error} shownFields={["reason"]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => dismiss.mutate(fields)}>
        <Form.Item
          name="reason"
          label={t("review.reason")}
          rules={[{ required: true, whitespace: true, message: t("review.reason_missing") }]}
        >
          <Input.TextArea rows={4} maxLength={500} showCount />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.back")}</Button>
          <Button type="primary" htmlType="submit" loading={dismiss.isPending}>
            {t("gaps.dismiss")}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
