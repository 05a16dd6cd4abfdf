import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Form, Input } from "antd";
import { useNavigate } from "react-router";

import { changeNotice } from "../api/knowledge";
import type { EntryDetail, NoticeIn } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { entryKey, keepEntry } from "./refresh";

interface NoticePanelProps {
  entry: EntryDetail;
  open: boolean;
  onClose: () => void;
}

type Fields = Omit<NoticeIn, "lock">;
const FIELDS = ["window_start", "window_end", "year_round", "apply_url", "contact"] as const;

/** When and where one applies for what a notice is about. */
export function NoticePanel({ entry, open, onClose }: NoticePanelProps) {
  return (
    <Drawer title={t("window.title")} open={open} onClose={onClose} size={440} destroyOnHidden>
      <NoticeForm entry={entry} onClose={onClose} />
    </Drawer>
  );
}

function NoticeForm({ entry, onClose }: Omit<NoticePanelProps, "open">) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const { document_id: id, version } = entry.document;
  const save = useMutation({
    mutationFn: (fields: Fields) =>
      changeNotice(id, {
        window_start: fields.window_start || null,
        window_end: fields.window_end || null,
        year_round: fields.year_round ?? false,
        apply_url: fields.apply_url || null,
        contact: fields.contact || null,
        lock: entry.lock,
      }),
    onSuccess: async (answered) => {
      await keepEntry(client, answered);
      say(t("faq.saved"));
      onClose();
      const saved = answered.document.version;
      if (saved !== version) await navigate(`/knowledge/${encodeURIComponent(id)}/${saved}`);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(id, version) }),
  });
  const form = useServerForm<Fields>(save.error);
  const isYearRound = Form.useWatch("year_round", form) ?? entry.window?.year_round ?? false;
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={entry.window ?? {}} onFinish={(fields) => save.mutate(fields)}>
      <Form.Item name="year_round" valuePropName="checked">
        <Checkbox>{t("window.year_round")}</Checkbox>
      </Form.Item>
      {!isYearRound && (
        <div className="form-pair">
          <Form.Item name="window_start" label={t("window.start")}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="window_end" label={t("window.end")}>
            <Input type="date" />
          </Form.Item>
        </div>
      )}
      <Form.Item name="apply_url" label={t("window.apply")} extra={t("window.apply_hint")}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="contact" label={t("window.contact")}>
        <Input maxLength={300} />
      </Form.Item>
      <ProblemAlert error={save.error} shownFields={FIELDS} />
      <div className="form-actions">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("action.save_draft")}
        </Button>
      </div>
    </Form>
  );
}
