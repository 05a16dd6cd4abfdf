import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Radio } from "antd";

import { ruleOnAppeal } from "../api/appeals";
import type { AppealOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { useNow } from "../ui/useNow";
import { refreshAppeals } from "./refresh";

/** One appeal: what the department says, and the ruling, or the form for it. */
export function AppealCard({ appeal, isRuling }: { appeal: AppealOut; isRuling: boolean }) {
  const { now } = useNow();
  return (
    <article className="card order" aria-label={t("appeal.of", { department: appeal.department })}>
      <div className="ticket-tags">
        <strong>{t("appeal.of", { department: appeal.department })}</strong>
        <RulingTag isUpheld={appeal.is_upheld} />
      </div>
      <p className="asked-text">{appeal.text}</p>
      <div className="meta">{[shortStamp(appeal.filed_at, now), appeal.filed_by].join(t("list.dot"))}</div>
      {appeal.ruling !== "" && <p className="asked-text">{t("appeal.ruled", { text: appeal.ruling })}</p>}
      {appeal.ruled_at !== null && (
        <div className="meta">{[shortStamp(appeal.ruled_at, now), appeal.ruled_by].join(t("list.dot"))}</div>
      )}
      {appeal.is_upheld === true && <div className="meta">{t("appeal.corrected")}</div>}
      {appeal.is_upheld === null && isRuling && <RulingForm appeal={appeal} />}
    </article>
  );
}

function RulingTag({ isUpheld }: { isUpheld: boolean | null }) {
  if (isUpheld === null) {
    return (
      <Tag tone="amber" icon="wait">
        {t("appeal.pending")}
      </Tag>
    );
  }
  return isUpheld ? (
    <Tag tone="green" icon="check">
      {t("appeal.upheld")}
    </Tag>
  ) : (
    <Tag tone="grey" icon="close">
      {t("appeal.denied")}
    </Tag>
  );
}

interface Fields {
  is_upheld: boolean;
  reason: string;
}

/** A ruling is made once: upheld or not, with a reason. */
function RulingForm({ appeal }: { appeal: AppealOut }) {
  const client = useQueryClient();
  const say = useToast();
  const refresh = () => refreshAppeals(client, appeal.edition_id);
  const rule = useMutation({
    mutationFn: ({ is_upheld: isUpheld, reason }: Fields) => ruleOnAppeal(appeal.id, isUpheld, reason),
    onSuccess: async () => {
      say(t("appeal.ruling_done"));
      await refresh();
    },
    onError: refresh,
  });
  const form = useServerForm<Fields>(rule.error);
  return (
    <Form form={form} layout="vertical" requiredMark={false} className="no-print" onFinish={(fields) => rule.mutate(fields)}>
      <Form.Item name="is_upheld" label={t("appeal.ruling")} rules={[{ required: true, message: t("field.choose") }]}>
        <Radio.Group
          options={[
            { value: true, label: t("appeal.upheld") },
            { value: false, label: t("appeal.denied") },
          ]}
        />
      </Form.Item>
      <Form.Item name="reason" label={t("appeal.ruling_reason")} rules={[{ required: true, whitespace: true, message: t("appeal.ruling_missing") }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={2_000} />
      </Form.Item>
      <ProblemAlert error={rule.error} shownFields={["reason"]} />
      <div className="form-actions">
        <span className="meta">{t("appeal.ruling_hint")}</span>
        <Button type="primary" htmlType="submit" loading={rule.isPending}>
          {t("appeal.rule")}
        </Button>
      </div>
    </Form>
  );
}
