import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { keepCsrfToken } from "../api/http";
import { logIn } from "../api/staff";
import { ME } from "../app/queries";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { Mark } from "../ui/Mark";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useServerForm } from "../ui/useForm";
import { firstDesk, returnPath } from "./permissions";
import { useSession } from "./session";

interface Fields {
  user_name: string;
  password: string;
}

/** Staff log in here; afterwards they are where they wanted to go. */
export function LoginPage() {
  useTitle(t("login.title"));
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const login = useMutation({
    mutationFn: ({ user_name, password }: Fields) => logIn(user_name, password),
    onSuccess: async (me) => {
      keepCsrfToken(me.csrf_token);
      client.clear();
      client.setQueryData(ME, me);
      await navigate(returnPath(query.get("return"), firstDesk(me)), { replace: true });
    },
  });
  const form = useServerForm<Fields>(login.error);
  if (session.data && !login.isPending) {
    return <Navigate to={returnPath(query.get("return"), firstDesk(session.data))} replace />;
  }
  return (
    <main className="login">
      <div className="card login-card">
        <div className="login-brand">
          <Mark size={36} />
          <h1>{t("login.title")}</h1>
        </div>
        <p className="meta">{query.has("return") ? t("login.return_hint") : t("login.hint")}</p>
        <ProblemAlert error={login.error} shownFields={["user_name", "password"]} />
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => login.mutate(fields)}>
          <Form.Item name="user_name" label={t("login.user_name")} rules={[{ required: true, message: t("login.user_name_missing") }]}>
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={t("login.password")} rules={[{ required: true, message: t("login.password_missing") }]}>
            <Input type="password" autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={login.isPending}>
            {login.isPending ? t("login.busy") : t("login.submit")}
          </Button>
        </Form>
      </div>
    </main>
  );
}
