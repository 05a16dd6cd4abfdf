import { useMutation } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";

import { overrideGolden } from "../api/golden";
import type { EntryDetail, GoldenRunOut } from "../api/types";
import { useMe } from "../session/session";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface OverridePanelProps {
  entry: EntryDetail;
  open: boolean;
  onClose: () => void;
  onPassed: (run: GoldenRunOut) => void;
}

/** A reviewer lets a regression pass by name and with a reason; another reviewer publishes. */
export function OverridePanel({ entry, open, onClose, onPassed }: OverridePanelProps) {
  const me = useMe();
  const say = useToast();
  const { document_id: id, version } = entry.document;
  const pass = useMutation({
    mutationFn: ({ reason }: { reason: string }) => overrideGolden(id, version, reason.trim()),
    onSuccess: (run) => {
      say(t("override.done"));
      onPassed(run);
      onClose();
    },
  });
  const form = useServerForm<{ reason: string }>(pass.error);
  return (
    <Drawer title={t("override.title")} open={open} onClose={onClose} size={440}>
      <p>{t("override.consequence", { name: me.display_name })}</p>
      <ProblemAlert error={pass.error} shownFields={["reason"]} />
      <Form form={form} layout="vertical" onFinish={(values) => pass.mutate(values)} requiredMark={false}>
        <Form.Item name="reason" label={t("override.reason")} rules={[{ required: true, whitespace: true, message: t("review.reason_missing") }]}>
          <Input.TextArea rows={4} maxLength={1000} showCount />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button danger type="primary" htmlType="submit" loading={pass.isPending}>
            {t("override.sign")}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
