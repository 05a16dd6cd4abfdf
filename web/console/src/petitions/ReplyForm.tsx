import { CheckOutlined, WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";

import { ProblemError } from "../api/http";
import { listEntries } from "../api/knowledge";
import type { Steps } from "../api/petitions";
import { hasMobile, placeholdersOf } from "../rules/steps";
import { choices, t } from "../text";
import { useServerForm } from "../ui/useForm";
import { keepDraft, readDraft } from "../ui/drafts";
import { ReplyAids } from "./ReplyAids";
import { ServerCheck } from "./ServerCheck";
import { type StepFormProps, StepProblem } from "./StepProblem";
import { useStep } from "./useStep";

type Fields = Omit<Steps["reply"], "lock">;
const SHOWN = ["text", "resolution", "basis", "no_basis_reason", "override_reason"];
const NOT_READY = "reply_not_ready";

/** The reply (答复): text, result and basis. Unfilled placeholders keep it from being sent; a draft survives a reload. */
export function ReplyForm({ petition, isOpen, onDone }: StepFormProps) {
  const sent = () => {
    keepDraft(petition.number, "");
    onDone();
  };
  const step = useStep(petition, "reply", sent);
  const form = useServerForm<Fields>(step.error);
  const text = Form.useWatch("text", form) ?? "";
  const basis = Form.useWatch("basis", form) ?? [];
  const open = placeholdersOf(text).length;
  const [isFlagged, setFlagged] = useState(false);
  const initial = { text: readDraft(petition.number), basis: [] };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onValuesChange={(_, { text: draft = "" }) => keepDraft(petition.number, draft)}
      onFinish={(fields) =>
        step.mutate(
          { ...fields, no_basis_reason: fields.no_basis_reason ?? "", override_reason: fields.override_reason ?? "" },
          { onError: (error) => setFlagged(error instanceof ProblemError && error.problem.code === NOT_READY) },
        )
      }
    >
      <Form.Item
        name="text"
        label={t("reply.text")}
        extra={t("reply.text_hint")}
        rules={[{ required: true, whitespace: true, message: t("reply.text_missing") }]}
      >
        <Input.TextArea autoSize={{ minRows: 7, maxRows: 18 }} maxLength={10000} className="draft" />
      </Form.Item>
      <ReplyAids
        number={petition.number}
        onInsert={(words, added) => {
          const before = form.getFieldValue("text") as string | undefined;
          const now = before === undefined || before.trim() === "" ? words : `${before.trimEnd()}\n${words}`;
          form.setFieldsValue({ text: now, basis: [...new Set([...basis, ...added])] });
          keepDraft(petition.number, now);
        }}
      />
      <BasisItem />
      {basis.length === 0 && (
        <Form.Item name="no_basis_reason" label={t("reply.no_basis")} rules={[{ required: true, whitespace: true, message: t("reply.no_basis_missing") }]}>
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Form.Item name="resolution" label={t("reply.resolution")} rules={[{ required: true, message: t("reply.resolution_missing") }]}>
        <Select options={choices("resolution")} placeholder={t("reply.choose_resolution")} />
      </Form.Item>
      {isFlagged && (
        <Form.Item name="override_reason" label={t("reply.override")} extra={t("reply.override_hint")}>
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Checks text={text} basisCount={basis.length} />
      <ServerCheck number={petition.number} read={() => form.getFieldsValue() as Partial<Fields>} isOff={text.trim() === ""} />
      <div className="form-foot">
        <StepProblem error={step.error} petition={petition} fields={SHOWN} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isOpen || open > 0} loading={step.isPending}>
            {open > 0 ? t("reply.submit_blocked", { count: open }) : t("reply.submit")}
          </Button>
        </div>
      </div>
    </Form>
  );
}

function BasisItem() {
  const [wanted, setWanted] = useState("");
  const query = { status: "published", q: wanted, limit: 10 };
  const found = useQuery({
    queryKey: ["entries", query],
    queryFn: () => listEntries(query),
    enabled: wanted.trim().length > 1,
  });
  const options = (found.data?.rows ?? []).map(({ title, document_number: number }) => {
    const cited = number === null ? t("reply.basis_title", { title }) : t("reply.basis_numbered", { title, number });
    return { value: cited, label: cited };
  });
  return (
    <Form.Item name="basis" label={t("reply.basis")} extra={t("reply.basis_hint")}>
      <Select
        mode="tags"
        options={options}
        showSearch={{ filterOption: false, onSearch: setWanted }}
        placeholder={t("reply.basis_placeholder")}
        notFoundContent={null}
      />
    </Form.Item>
  );
}

function Checks({ text, basisCount }: { text: string; basisCount: number }) {
  if (text.trim() === "") return null;
  const open = placeholdersOf(text);
  const checks = [
    open.length === 0
      ? { ok: true, words: t("check.filled") }
      : { ok: false, words: t("check.to_fill", { count: open.length, names: open.join(t("list.separator")) }) },
    { ok: !hasMobile(text), words: t(hasMobile(text) ? "check.mobile" : "check.no_mobile") },
    basisCount > 0
      ? { ok: true, words: t("check.basis", { count: basisCount }) }
      : { ok: false, words: t("check.no_basis") },
  ];
  return (
    <ul className="checks" aria-label={t("check.title")}>
      {checks.map(({ ok, words }) => (
        <li key={words} className={ok ? "check check-ok" : "check check-open"}>
          {ok ? <CheckOutlined aria-hidden /> : <WarningOutlined aria-hidden />} {words}
        </li>
      ))}
    </ul>
  );
}
