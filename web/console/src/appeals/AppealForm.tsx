import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";

import { fileAppeal } from "../api/appeals";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { refreshAppeals } from "./refresh";

interface Fields {
  department_code: string;
  text: string;
}

interface AppealFormProps {
  editionId: string;
  /** The own departments that are assessed and have no appeal waiting. */
  departments: { value: string; label: string }[];
}

/** A department says which figure is wrong, and why. */
export function AppealForm({ editionId, departments }: AppealFormProps) {
  const client = useQueryClient();
  const say = useToast();
  const file = useMutation({
    mutationFn: ({ department_code: code, text }: Fields) => fileAppeal(editionId, code, text),
    onSuccess: async () => {
      say(t("appeal.filed"));
      await refreshAppeals(client, editionId);
    },
  });
  const form = useServerForm<Fields>(file.error);
  return (
    <section className="card" aria-label={t("appeal.file")}>
      <h3>{t("appeal.file")}</h3>
      <p className="step-hint">{t("appeal.file_hint")}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ department_code: departments[0]?.value }}
        onFinish={(fields) => file.mutate(fields)}
      >
        <Form.Item name="department_code" label={t("petition.department")} rules={[{ required: true, message: t("field.choose") }]}>
          <Select options={departments} />
        </Form.Item>
        <Form.Item name="text" label={t("appeal.reason")} rules={[{ required: true, whitespace: true, message: t("appeal.reason_missing") }]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={2_000} showCount />
        </Form.Item>
        <ProblemAlert error={file.error} shownFields={["department_code", "text"]} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={file.isPending}>
            {t("appeal.send")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
