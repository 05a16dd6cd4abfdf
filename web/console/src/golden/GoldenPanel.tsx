import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input, Radio } from "antd";

import { addGolden, changeGolden } from "../api/golden";
import type { GoldenQuestionIn, GoldenQuestionOut } from "../api/types";
import { choices, t } from "../text";
import { EntrySelect } from "../ui/EntrySelect";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface GoldenPanelProps {
  question: GoldenQuestionOut | "new" | null;
  onClose: () => void;
}

interface Fields {
  question: string;
  expects: "basis" | "refusal";
  document: string;
  clause: string;
  region_code: string;
  as_of: string;
  note: string;
}

const FIELDS = ["question", "document", "clause"] as const;

const bodyOf = ({ region_code: region, as_of: day, ...rest }: Fields): GoldenQuestionIn => ({
  ...rest,
  document: rest.document ?? "",
  clause: rest.clause ?? "",
  note: rest.note ?? "",
  region_code: region || null,
  as_of: day || null,
});

/** A golden question to write or to change. */
export function GoldenPanel({ question, onClose }: GoldenPanelProps) {
  return (
    <Drawer
      title={t(question === "new" ? "golden.new" : "golden.change")}
      open={question !== null}
      onClose={onClose}
      size={520}
      destroyOnHidden
    >
      {question !== null && <GoldenForm known={question === "new" ? null : question} onClose={onClose} />}
    </Drawer>
  );
}

function GoldenForm({ known, onClose }: { known: GoldenQuestionOut | null; onClose: () => void }) {
  const client = useQueryClient();
  const say = useToast();
  const write = useMutation({
    mutationFn: ({ fields, isActive }: { fields: Fields; isActive: boolean }) =>
      known === null
        ? addGolden(bodyOf(fields))
        : changeGolden(known.id, { ...bodyOf(fields), is_active: isActive, lock: known.lock }),
    onSuccess: async () => {
      say(t("golden.saved"));
      onClose();
      await client.invalidateQueries({ queryKey: ["golden"] });
    },
  });
  const form = useServerForm<Fields>(write.error);
  const expects = Form.useWatch("expects", form) ?? known?.expects ?? "basis";
  const save = (isActive: boolean) => void form.validateFields().then((fields) => write.mutate({ fields, isActive }), () => undefined);
  return (
    <>
      <ProblemAlert error={write.error} shownFields={FIELDS} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          question: known?.question ?? "",
          expects: known?.expects ?? "basis",
          document: known?.entry_id ?? undefined,
          clause: known?.clause_label ?? "",
          region_code: known?.region_code ?? "",
          as_of: known?.as_of ?? "",
          note: known?.note ?? "",
        }}
      >
        <Form.Item
          name="question"
          label={t("golden.column.question")}
          extra={t("golden.question_hint")}
          rules={[{ required: true, whitespace: true, message: t("golden.question_missing") }]}
        >
          <Input.TextArea rows={2} maxLength={500} showCount />
        </Form.Item>
        <Form.Item name="expects" label={t("golden.column.expected")}>
          <Radio.Group options={choices("expects")} />
        </Form.Item>
        {expects === "basis" && (
          <>
            <Form.Item
              name="document"
              label={t("golden.document")}
              rules={[{ required: true, message: t("golden.document_missing") }]}
            >
              <EntrySelect title={known?.title ?? ""} />
            </Form.Item>
            <Form.Item name="clause" label={t("golden.clause")} extra={t("golden.clause_hint")}>
              <Input maxLength={200} />
            </Form.Item>
          </>
        )}
        <div className="form-pair">
          <Form.Item name="region_code" label={t("golden.region")}>
            <Input maxLength={12} inputMode="numeric" />
          </Form.Item>
          <Form.Item name="as_of" label={t("golden.as_of")}>
            <Input type="date" />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t("golden.note_label")}>
          <Input maxLength={500} />
        </Form.Item>
        <div className="form-actions">
          {known !== null && (
            <Button disabled={write.isPending} onClick={() => save(!known.is_active)}>
              {t(known.is_active ? "golden.retire" : "golden.take_up")}
            </Button>
          )}
          <Button type="primary" loading={write.isPending} onClick={() => save(known?.is_active ?? true)}>
            {t("action.save")}
          </Button>
        </div>
      </Form>
    </>
  );
}
