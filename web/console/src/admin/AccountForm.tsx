import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Select } from "antd";

import { addAccount, changeAccount, listRoles } from "../api/admin";
import type { AccountIn, AccountOut, OneTimePasswordOut } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { someOf, useServerForm } from "../ui/useForm";

const SHOWN = ["user_name", "display_name", "roles", "department_code", "region_code"];

interface AccountFormProps {
  /** Null for a new account. */
  account: AccountOut | null;
  onDone: (password: OneTimePasswordOut | null) => void;
}

/** Name, roles and place of a person; a new account answers with a password that is shown once. */
export function AccountForm({ account, onDone }: AccountFormProps) {
  const roles = useQuery({ queryKey: ["roles"], queryFn: listRoles, staleTime: Infinity });
  const departments = useDepartmentChoices();
  const save = useMutation({
    mutationFn: async (fields: AccountIn): Promise<OneTimePasswordOut | null> => {
      if (account === null) return addAccount(fields);
      const { user_name: _, ...change } = fields;
      await changeAccount(account.id, change);
      return null;
    },
    onSuccess: onDone,
  });
  const form = useServerForm<AccountIn>(save.error);
  const missing = (field: string) => [{ required: true, message: t("field.missing", { field }) }];
  const initial = account ?? { roles: [], department_code: null, region_code: null };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => save.mutate({ ...fields, department_code: fields.department_code ?? null })}>
      {account === null && (
        <Form.Item name="user_name" label={t("login.user_name")} rules={missing(t("login.user_name"))}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="display_name" label={t("account.name")} rules={missing(t("account.name"))}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t("account.roles")} rules={someOf(t("account.roles"))} extra={t("account.roles_hint")}>
        <Checkbox.Group className="role-list" options={(roles.data ?? []).map(({ code, name }) => ({ value: code, label: name }))} />
      </Form.Item>
      <Form.Item name="department_code" label={t("field.optional", { field: t("account.department") })}>
        <Select options={departments} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("petition.choose_department")} />
      </Form.Item>
      <Form.Item name="region_code" label={t("field.optional", { field: t("account.region") })}>
        <Input maxLength={12} />
      </Form.Item>
      <ProblemAlert error={save.error} shownFields={SHOWN} />
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("action.save")}
        </Button>
      </div>
    </Form>
  );
}
