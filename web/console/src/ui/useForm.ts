import { Form, type FormInstance } from "antd";
import { useEffect } from "react";

import { fieldErrors } from "../api/http";
import { t } from "../text";

/** A form that puts the server's sentence about a field beside that field and moves the focus to the first one. */
export function useServerForm<T extends object>(error: unknown): FormInstance<T> {
  const [form] = Form.useForm<T>();
  useEffect(() => {
    const entries = Object.entries(fieldErrors(error));
    if (entries.length === 0) return;
    const known = new Set(Object.keys(form.getFieldsValue() as object));
    const shown = entries.filter(([field]) => known.has(field));
    form.setFields(shown.map(([name, sentence]) => ({ name: name as never, errors: [sentence] })));
    const first = shown[0];
    if (first !== undefined) form.getFieldInstance(first[0] as never)?.focus?.();
  }, [error, form]);
  return form;
}

/** The rule that at least one box is ticked; "required" would put an attribute on the group that it must not have. */
export const someOf = (field: string) => [
  {
    validator: (_: unknown, value: unknown[] | undefined) =>
      (value ?? []).length > 0 ? Promise.resolve() : Promise.reject(new Error(t("field.missing", { field }))),
  },
];
