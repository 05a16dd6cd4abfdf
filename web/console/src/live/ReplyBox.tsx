import { CloseOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useRef } from "react";

import { sayToEnterprise } from "../api/live";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { type Draft, NO_DRAFT } from "./LivePage";

interface ReplyBoxProps {
  id: string;
  draft: Draft;
  onWrite: (change: (draft: Draft) => Draft) => void;
}

/** The reply with the clauses that go along; what is written stays until the server has it. */
export function ReplyBox({ id, draft, onWrite }: ReplyBoxProps) {
  const client = useQueryClient();
  // One key for one message: a send whose answer was lost is repeated with the same key and says nothing twice.
  const key = useRef(newKey());
  const send = useMutation({
    mutationFn: () =>
      sayToEnterprise(id, {
        text: draft.text.trim(),
        key: key.current,
        citations: draft.citations.map(({ document_id, version, clause_id, start, end }) => ({ document_id, version, clause_id, start, end })),
      }),
    onSuccess: async () => {
      key.current = newKey();
      onWrite(() => NO_DRAFT);
      await client.invalidateQueries({ queryKey: ["hand-over", id] });
    },
  });
  const isEmpty = draft.text.trim() === "";
  const submit = () => {
    if (!isEmpty && !send.isPending) send.mutate();
  };
  return (
    <form
      className="live-reply"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {draft.citations.length > 0 && (
        <ul className="live-basis" aria-label={t("live.basis")}>
          {draft.citations.map((citation, index) => {
            const label = t("answers.citation", { title: citation.title, label: citation.clause_label });
            return (
              <li key={`${citation.document_id}.${citation.start}`}>
                {label}
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t("live.drop", { label })}
                  onClick={() => onWrite(({ text, citations }) => ({ text, citations: citations.filter((_, at) => at !== index) }))}
                />
              </li>
            );
          })}
        </ul>
      )}
      <Input.TextArea
        aria-label={t("live.reply")}
        placeholder={t("live.reply_hint")}
        value={draft.text}
        maxLength={2000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => {
          const { value } = event.target;
          onWrite(({ citations }) => ({ text: value, citations }));
        }}
        onKeyDown={(event) => {
          const { isComposing, keyCode } = event.nativeEvent;
          if (event.key !== "Enter" || event.shiftKey || isComposing || keyCode === 229) return;
          event.preventDefault();
          submit();
        }}
      />
      <ProblemAlert error={send.error} />
      <div className="form-actions">
        <Button type="primary" htmlType="submit" disabled={isEmpty} loading={send.isPending}>
          {t("live.send")}
        </Button>
      </div>
    </form>
  );
}

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
