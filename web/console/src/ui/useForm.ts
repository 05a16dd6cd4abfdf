import { Form, type FormInstance } from "antd";
import { useEffect } from "react";

import { fieldErrors } from "../api/http";

/** A form that puts the server's sentence about a field beside that field and moves the focus to the first one. */
export function useServerForm<T extends object>(error: unknown): FormInstance<T> {
  const [form] = Form.useForm<T>();
  useEffect(() => {
    const entries = Object.entries(fieldErrors(error));
    if (entries.length === 0) return;
    const known = new Set(Object.keys(form.getFieldsValue(true) as object));
    const shown = entries.filter(([field]) => known.has(field));
    form.setFields(shown.map(([name, sentence]) => ({ name: name as never, errors: [sentence] })));
    const first = shown[0];
    if (first !== undefined) form.getFieldInstance(first[0] as never)?.focus?.();
  }, [error, form]);
  return form;
}
