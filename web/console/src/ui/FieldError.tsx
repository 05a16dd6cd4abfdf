import { WarningOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

/** The sentence below a field that could not be saved: what to do, with a triangle in front. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <span id={id} role="alert" className="field-error">
      <WarningOutlined aria-hidden /> {children}
    </span>
  );
}
