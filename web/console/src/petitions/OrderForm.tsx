import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";

import { issueOrder } from "../api/orders";
import type { PetitionDetail } from "../api/types";
import { t } from "../text";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { StepProblem } from "./StepProblem";
import { useDraft } from "../ui/useDraft";

interface Fields {
  text: string;
  due_at: string;
}

/** A supervision order (督办单): what the department must do, and by when it answers. */
export function OrderForm({ petition, onDone }: { petition: PetitionDetail; onDone: () => void }) {
  const client = useQueryClient();
  const say = useToast();
  const draft = useDraft(petition.number, "supervise");
  const issue = useMutation({
    mutationFn: ({ text, due_at }: Fields) =>
      issueOrder(petition.number, {
        reason: petition.alert === "none" ? "manual" : "alert",
        text,
        due_at: `${due_at}:00+08:00`,
        lock: petition.lock,
      }),
    onSuccess: async (order) => {
      draft.drop();
      onDone();
      say(t("order.issued", { department: order.department }));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["orders"] }),
        client.invalidateQueries({ queryKey: ["petition", petition.number] }),
      ]);
    },
    onError: () => client.invalidateQueries({ queryKey: ["petition", petition.number] }),
  });
  const form = useServerForm<Fields>(issue.error);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={draft.kept}
      onValuesChange={(_, all) => draft.keep(all as object)}
      onFinish={(fields) => issue.mutate(fields)}
    >
      <Form.Item name="text" label={t("order.text")} rules={[{ required: true, whitespace: true, message: t("order.text_missing") }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={1000} />
      </Form.Item>
      <Form.Item name="due_at" label={t("order.due")} rules={[{ required: true, message: t("order.due_missing") }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <StepProblem error={issue.error} petition={petition} fields={["text", "due_at"]} />
      <div className="form-actions">
        <Button onClick={onDone}>{t("action.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={issue.isPending}>
          {t("order.issue")}
        </Button>
      </div>
    </Form>
  );
}
