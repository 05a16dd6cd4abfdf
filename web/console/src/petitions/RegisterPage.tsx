import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Radio, Select } from "antd";
import { useNavigate } from "react-router";

import { registerPetition } from "../api/petitions";
import type { RegisterIn } from "../api/types";
import { useCategoryChoices } from "../reference/categories";
import { useTitle } from "../shell/crumb";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { useDraft } from "../ui/useDraft";

const CHANNELS = ["hotline_12345", "visit", "window", "station"];
const SHOWN = ["title", "content", "contact_name", "contact_phone", "enterprise_name", "credit_code", "category_code", "consent"];

/** A petition that staff registers for an enterprise: hotline, visit, window or station. */
export function RegisterPage() {
  useTitle(t("register.open"));
  const navigate = useNavigate();
  const say = useToast();
  const categories = useCategoryChoices();
  const draft = useDraft("new", "register");
  const register = useMutation({
    mutationFn: (fields: RegisterIn) => registerPetition(fields),
    onSuccess: async (receipt) => {
      draft.drop();
      say(t("register.done", { number: receipt.number }));
      await navigate(`/petitions/${receipt.number}`);
    },
  });
  const form = useServerForm<RegisterIn>(register.error);
  const initial = { channel: "hotline_12345", nature: "help", identity: "named", ...draft.kept };
  return (
    <div className="page">
      <h1>{t("register.open")}</h1>
      <p className="meta">{t("register.hint")}</p>
      <Form
        className="card wide-card"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onValuesChange={(_, all) => draft.keep(all as object)}
        onFinish={(fields) => register.mutate(fields)}
      >
        <Form.Item name="channel" label={t("petition.channel")}>
          <Radio.Group options={choices("channel").filter(({ value }) => CHANNELS.includes(value))} />
        </Form.Item>
        <Form.Item name="title" label={t("register.title")}>
          <Input maxLength={50} showCount />
        </Form.Item>
        <Form.Item name="content" label={t("petition.content")}>
          <Input.TextArea autoSize={{ minRows: 5, maxRows: 16 }} maxLength={5000} showCount />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="enterprise_name" label={t("petition.enterprise")}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="credit_code" label={t("petition.credit_code")}>
            <Input maxLength={18} />
          </Form.Item>
          <Form.Item name="contact_name" label={t("petition.contact_name")}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item name="contact_phone" label={t("petition.contact_phone")}>
            <Input maxLength={20} autoComplete="off" inputMode="tel" />
          </Form.Item>
          <Form.Item name="nature" label={t("petition.nature")}>
            <Select options={choices("nature")} />
          </Form.Item>
          <Form.Item name="category_code" label={t("field.optional", { field: t("petition.category") })}>
            <Select options={categories} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("field.choose")} />
          </Form.Item>
        </div>
        <Form.Item name="identity" label={t("petition.identity")}>
          <Radio.Group options={choices("identity")} />
        </Form.Item>
        <Form.Item name="consent" valuePropName="checked">
          <Checkbox>{t("register.consent")}</Checkbox>
        </Form.Item>
        <ProblemAlert error={register.error} shownFields={SHOWN} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={register.isPending}>
            {t("register.submit")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
