import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";

import { changePassword } from "../api/staff";
import { ME } from "../app/queries";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";
import { useMe } from "./session";

interface Fields {
  old_password: string;
  new_password: string;
  repeated: string;
}

/** Where staff change their own password. */
export function PasswordPage() {
  useTitle(t("password.title"));
  const me = useMe();
  const client = useQueryClient();
  const say = useToast();
  const change = useMutation({
    mutationFn: ({ old_password, new_password }: Fields) => changePassword(old_password, new_password),
    onSuccess: async () => {
      form.resetFields();
      say(t("password.changed"));
      await client.invalidateQueries({ queryKey: ME });
    },
  });
  const form = useServerForm<Fields>(change.error);
  const missing = (message: string) => [{ required: true, message }];
  return (
    <div className="page">
      <h1>{t("password.title")}</h1>
      <p className="meta">{t("password.owner", { name: me.display_name, user_name: me.user_name })}</p>
      <div className="card narrow-card">
        <ProblemAlert error={change.error} shownFields={["old_password", "new_password"]} />
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
          <Form.Item name="old_password" label={t("password.old")} rules={missing(t("password.old_missing"))}>
            <Input type="password" autoComplete="current-password" />
          </Form.Item>
          <Form.Item name="new_password" label={t("password.new")} rules={missing(t("password.new_missing"))}>
            <Input type="password" autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="repeated"
            label={t("password.repeated")}
            dependencies={["new_password"]}
            rules={[
              ...missing(t("password.repeated_missing")),
              ({ getFieldValue }) => ({
                validator: (_, value) =>
                  !value || value === getFieldValue("new_password")
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("password.repeated_differs"))),
              }),
            ]}
          >
            <Input type="password" autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t("password.submit")}
          </Button>
        </Form>
      </div>
    </div>
  );
}
