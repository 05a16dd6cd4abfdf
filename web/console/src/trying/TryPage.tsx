import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, InputNumber } from "antd";
import { useState } from "react";

import { tryQuestion } from "../api/answers";
import type { TryIn, TryOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { EntrySelect } from "../ui/EntrySelect";
import { Skeleton } from "../ui/Skeleton";
import { ClauseSelect } from "./ClauseSelect";
import { Tried } from "./Tried";

interface Fields {
  question: string;
  region: string;
  as_of: string;
  entry_id?: string;
  clause_id?: string;
  threshold: number | null;
  citations: number | null;
  candidates: number | null;
}

function requestOf(fields: Fields, compares: boolean): TryIn {
  const none = { evidence_threshold: null, max_citations: null, candidates: null };
  return {
    question: fields.question.trim(),
    as_of: fields.as_of || null,
    region: fields.region || null,
    settings: none,
    against: compares
      ? { evidence_threshold: fields.threshold ?? null, max_citations: fields.citations ?? null, candidates: fields.candidates ?? null }
      : null,
    entry_id: fields.entry_id ?? null,
    clause_id: fields.entry_id === undefined ? "" : (fields.clause_id ?? ""),
  };
}

/** Ask as an enterprise of any region and day, see how the answer comes about, compare with other settings. */
export function TryPage() {
  useTitle(t("nav.try"));
  const [compares, setCompares] = useState(false);
  const [form] = Form.useForm<Fields>();
  const entryId = Form.useWatch("entry_id", form);
  const ask = useMutation({ mutationFn: (fields: Fields) => tryQuestion(requestOf(fields, compares)) });
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{t("nav.try")}</h1>
        <span className="meta">{t("try.hint")}</span>
      </div>
      <div className={`panes ${ask.data?.against != null ? "panes-try-two" : "panes-try"}`}>
        <Pane title={t("try.ask")} className="pane-form">
          <Form<Fields>
            form={form}
            layout="vertical"
            requiredMark={false}
            onValuesChange={(change: Partial<Fields>) => "entry_id" in change && form.resetFields(["clause_id"])}
            onFinish={(fields) => ask.mutate(fields)}
          >
            <Form.Item name="question" label={t("golden.column.question")} rules={[{ required: true, whitespace: true, message: t("golden.question_missing") }]}>
              <Input.TextArea rows={3} maxLength={2000} />
            </Form.Item>
            <Form.Item name="region" label={t("golden.region")} extra={t("try.region_hint")}>
              <Input maxLength={12} inputMode="numeric" />
            </Form.Item>
            <Form.Item name="as_of" label={t("golden.as_of")} extra={t("try.day_hint")}>
              <Input type="date" />
            </Form.Item>
            <Form.Item name="entry_id" label={t("try.target")} extra={t("try.target_hint")}>
              <EntrySelect title="" />
            </Form.Item>
            <Form.Item name="clause_id" label={t("hit.clause")} extra={t("hit.clause_hint")}>
              <ClauseSelect entryId={entryId} />
            </Form.Item>
            <Checkbox checked={compares} onChange={(event) => setCompares(event.target.checked)}>
              {t("try.compare")}
            </Checkbox>
            {compares && (
              <div className="try-settings">
                <Form.Item name="threshold" label={t("try.threshold")}>
                  <InputNumber min={0} max={1} step={0.05} />
                </Form.Item>
                <Form.Item name="citations" label={t("try.citations")}>
                  <InputNumber min={1} max={10} precision={0} />
                </Form.Item>
                <Form.Item name="candidates" label={t("try.candidates")}>
                  <InputNumber min={10} max={1000} precision={0} />
                </Form.Item>
              </div>
            )}
            <ProblemAlert error={ask.error} />
            <div className="form-actions">
              <Button type="primary" htmlType="submit" loading={ask.isPending}>
                {t("try.submit")}
              </Button>
            </div>
          </Form>
        </Pane>
        <Answers found={ask.data} isAsking={ask.isPending} />
      </div>
    </div>
  );
}

function Answers({ found, isAsking }: { found: TryOut | undefined; isAsking: boolean }) {
  if (found === undefined) {
    return (
      <Pane title={t("answers.said")} focusable>
        {isAsking ? <Skeleton /> : <p className="empty">{t("try.empty")}</p>}
      </Pane>
    );
  }
  return (
    <>
      <Tried title={found.against === null ? t("answers.said") : t("try.in_force")} tried={found.tried} difference={null} />
      {found.against !== null && <Tried title={t("try.changed")} tried={found.against} difference={found.difference} />}
    </>
  );
}
