import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";

import { listEntries, supersedeEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { entryKey, keepEntry } from "./refresh";

interface Fields {
  successor_id: string;
  effective_on: string;
}

interface SupersedePanelProps {
  entry: EntryDetail;
  open: boolean;
  onClose: () => void;
}

/** Names the published entry that takes this one's place, and from which day. */
export function SupersedePanel({ entry, open, onClose }: SupersedePanelProps) {
  const client = useQueryClient();
  const say = useToast();
  const [wanted, setWanted] = useState("");
  const { document_id: id, version } = entry.document;
  const query = { status: "published", kind: entry.document.kind, q: wanted, limit: 20 };
  const found = useQuery({ queryKey: ["entries", query], queryFn: () => listEntries(query), enabled: open });
  const supersede = useMutation({
    mutationFn: ({ successor_id, effective_on }: Fields) =>
      supersedeEntry({ id, version }, { lock: entry.lock, successor_id, effective_on: effective_on || null }),
    onSuccess: async (answered) => {
      say(word("review.done", "supersede"));
      onClose();
      await keepEntry(client, answered);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(id, version) }),
  });
  const form = useServerForm<Fields>(supersede.error);
  const options = (found.data?.rows ?? [])
    .filter((row) => row.entry_id !== id)
    .map((row) => ({ value: row.entry_id, label: [row.title, row.document_number].filter(Boolean).join(t("list.dot")) }));
  return (
    <Drawer title={word("review.question", "supersede")} open={open} onClose={onClose} size={480}>
      <p>{word("review.consequence", "supersede")}</p>
      <ProblemAlert error={supersede.error} shownFields={["successor_id", "effective_on"]} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => supersede.mutate(fields)}>
        <Form.Item
          name="successor_id"
          label={t("supersede.successor")}
          extra={t("supersede.successor_hint")}
          rules={[{ required: true, message: t("supersede.successor_missing") }]}
        >
          <Select
            showSearch={{ filterOption: false, onSearch: setWanted }}
            options={options}
            loading={found.isFetching}
            placeholder={t("supersede.search")}
            notFoundContent={t("supersede.none_found")}
          />
        </Form.Item>
        <Form.Item name="effective_on" label={t("supersede.day")} extra={t("supersede.day_hint")}>
          <Input type="date" />
        </Form.Item>
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.back")}</Button>
          <Button type="primary" htmlType="submit" loading={supersede.isPending}>
            {word("review.step", "supersede")}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
