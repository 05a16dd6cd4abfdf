import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";

import { ruleOnEnding } from "../api/conflicts";
import type { ConflictOut } from "../api/types";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

export interface Ruling {
  conflict: ConflictOut;
  isGranted: boolean;
}

/** A reviewer ends the side that gives way, as was asked, or says why not. */
export function RulePanel({ ruling, onClose }: { ruling: Ruling | null; onClose: () => void }) {
  const title = t(ruling?.isGranted ? "ending.grant_title" : "ending.decline_title");
  return (
    <Drawer title={title} open={ruling !== null} onClose={onClose} size={440} destroyOnHidden>
      {ruling !== null && <RuleForm {...ruling} onClose={onClose} />}
    </Drawer>
  );
}

function RuleForm({ conflict, isGranted, onClose }: Ruling & { onClose: () => void }) {
  const client = useQueryClient();
  const say = useToast();
  const refresh = () =>
    Promise.all(["endings", "conflicts", "entries", "entry-count", "entry"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const rule = useMutation({
    mutationFn: ({ reason = "" }: { reason?: string }) =>
      ruleOnEnding(conflict.id, { is_granted: isGranted, reason: reason.trim(), lock: conflict.lock }),
    onSuccess: async () => {
      say(t(isGranted ? "ending.granted" : "ending.declined"));
      onClose();
      await refresh();
    },
    onError: refresh,
  });
  const form = useServerForm<{ reason?: string }>(rule.error);
  return (
    <>
      {isGranted && <p>{word("review.consequence", conflict.ending?.step ?? "withdraw")}</p>}
      <ProblemAlert error={rule.error} shownFields={["reason"]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => rule.mutate(fields)}>
        {!isGranted && (
          <Form.Item name="reason" label={t("review.reason")} rules={[{ required: true, whitespace: true, message: t("review.reason_missing") }]}>
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        )}
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" danger={isGranted} htmlType="submit" loading={rule.isPending}>
            {t(isGranted ? "ending.grant" : "ending.decline")}
          </Button>
        </div>
      </Form>
    </>
  );
}
