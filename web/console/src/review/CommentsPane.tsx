import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";

import { addComment, listComments } from "../api/history";
import type { EntryDetail } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useServerForm } from "../ui/useForm";
import { useNow } from "../ui/useNow";

/** What curators and reviewers say to each other about an entry. */
export function CommentsPane({ entry }: { entry: EntryDetail }) {
  const client = useQueryClient();
  const { now } = useNow();
  const { document_id: id, version } = entry.document;
  const key = ["comments", id] as const;
  const list = useQuery({ queryKey: key, queryFn: () => listComments(id) });
  const add = useMutation({
    mutationFn: ({ text }: { text: string }) => addComment(id, version, text),
    onSuccess: async () => {
      form.resetFields();
      await client.invalidateQueries({ queryKey: key });
    },
  });
  const form = useServerForm<{ text: string }>(add.error);
  const rows = list.data?.rows ?? [];
  return (
    <Pane
      title={t("comments.title")}
      note={t("comments.count", { count: rows.length })}
      className="comments"
      foot={
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => add.mutate(fields)}>
          <Form.Item name="text" label={t("comments.new")} rules={[{ required: true, whitespace: true, message: t("comments.empty_text") }]}>
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
          <ProblemAlert error={add.error} shownFields={["text"]} />
          <div className="form-actions">
            <Button htmlType="submit" loading={add.isPending}>
              {t("comments.send")}
            </Button>
          </div>
        </Form>
      }
    >
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isSuccess && rows.length === 0 && <p className="empty">{t("comments.none")}</p>}
      <ul className="comment-list">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>{row.author_name}</strong>{" "}
            <span className="meta">
              {[t("knowledge.version", { version: row.version }), shortStamp(row.written_at, now)].join(t("list.dot"))}
            </span>
            <p>{row.text}</p>
          </li>
        ))}
      </ul>
    </Pane>
  );
}
