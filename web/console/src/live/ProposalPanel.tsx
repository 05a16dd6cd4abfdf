import { useMutation } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";

import { proposePetition } from "../api/live";
import type { PrefillOut, ProposalIn } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface ProposalPanelProps {
  id: string;
  draft: PrefillOut;
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Drafts the petition that the enterprise then checks and files with its own contact and consent. */
export function ProposalPanel({ id, draft, isOpen, onClose, onDone }: ProposalPanelProps) {
  const say = useToast();
  const propose = useMutation({
    mutationFn: (fields: ProposalIn) => proposePetition(id, fields),
    onSuccess: () => {
      say(t("live.petition_sent"));
      onClose();
    },
    onSettled: onDone,
  });
  const form = useServerForm<ProposalIn>(propose.error);
  return (
    <Drawer
      title={t("live.petition_title")}
      open={isOpen}
      onClose={onClose}
      size={480}
      afterOpenChange={(open) => {
        if (open) form.setFieldsValue({ title: draft.title, content: draft.content });
      }}
    >
      <p>{t("live.petition_hint")}</p>
      <ProblemAlert error={propose.error} shownFields={["title", "content"]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => propose.mutate(fields)}>
        <Form.Item name="title" label={t("live.title")} rules={[{ required: true, whitespace: true, message: t("live.title_missing") }]}>
          <Input maxLength={50} showCount />
        </Form.Item>
        <Form.Item name="content" label={t("live.content")} rules={[{ required: true, whitespace: true, message: t("live.content_missing") }]}>
          <Input.TextArea autoSize={{ minRows: 6, maxRows: 16 }} maxLength={5000} showCount />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.back")}</Button>
          <Button type="primary" htmlType="submit" loading={propose.isPending}>
            {t("live.petition_send")}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
