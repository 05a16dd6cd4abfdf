import { Button, Form, Input, Select } from "antd";

import type { FaqIn } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { splitList } from "../rules/facts";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useServerForm } from "../ui/useForm";
import type { Kept } from "../ui/useKept";

export interface FaqFields {
  standard_question: string;
  answer: string;
  similar_questions: string;
  basis: string;
  no_basis_reason: string;
  department_code: string | null;
  effective_to: string;
}

/** What is sent for the form's fields; one phrasing and one basis per line. */
export function faqOf(fields: FaqFields, lock: number | null): FaqIn {
  const lines = (text: string) => (text ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return {
    standard_question: fields.standard_question.trim(),
    answer: fields.answer.trim(),
    similar_questions: lines(fields.similar_questions),
    basis: lines(fields.basis),
    no_basis_reason: fields.no_basis_reason?.trim() || null,
    department_code: fields.department_code ?? null,
    effective_to: fields.effective_to || null,
    lock,
  };
}

interface FaqFormProps {
  kept: Kept<FaqFields>;
  error: unknown;
  isBusy: boolean;
  isReadOnly: boolean;
  onSave: (fields: FaqFields) => void;
}

const missing = (message: string) => [{ required: true, whitespace: true, message }];

/** The curated question: how it is asked, what is answered, and what the answer rests on. */
export function FaqForm({ kept, error, isBusy, isReadOnly, onSave }: FaqFormProps) {
  const form = useServerForm<FaqFields>(error);
  const departments = useDepartmentChoices();
  const basis = Form.useWatch("basis", form) ?? kept.initial.basis ?? "";
  const shown = ["standard_question", "answer", "similar_questions", "basis", "no_basis_reason", "department_code", "effective_to"];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={kept.initial}
      disabled={isReadOnly}
      onValuesChange={(_, all: object) => kept.keep(all)}
      onFinish={onSave}
    >
      <Form.Item name="standard_question" label={t("faq.question")} rules={missing(t("faq.question_missing"))}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="answer" label={t("faq.answer")} extra={t("faq.answer_hint")} rules={missing(t("faq.answer_missing"))}>
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} />
      </Form.Item>
      <Form.Item name="similar_questions" label={t("faq.similar")} extra={t("faq.similar_hint")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
      </Form.Item>
      <Form.Item name="basis" label={t("faq.basis")} extra={t("faq.basis_hint")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      {splitList(basis).length === 0 && (
        <Form.Item name="no_basis_reason" label={t("faq.no_basis")} rules={missing(t("faq.no_basis_missing"))}>
          <Input maxLength={300} />
        </Form.Item>
      )}
      <div className="form-pair">
        <Form.Item name="department_code" label={t("fact.department_code")}>
          <Select options={departments} allowClear placeholder={t("petition.choose_department")} />
        </Form.Item>
        <Form.Item name="effective_to" label={t("fact.effective_to")}>
          <Input type="date" />
        </Form.Item>
      </div>
      {!isReadOnly && (
        <div className="form-foot">
          <ProblemAlert error={error} shownFields={shown} />
          <div className="form-actions">
            <Button type="primary" htmlType="submit" loading={isBusy}>
              {t("action.save_draft")}
            </Button>
          </div>
        </div>
      )}
    </Form>
  );
}
