/** A labelled field: tag beside the label, hint and error below it, both tied to the control. */
import type { ComponentChildren } from "preact";
import { Icon } from "../icons";

export interface ControlIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface Props {
  name: string;
  label: string;
  tag?: string | undefined;
  note?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  children: (ids: ControlIds) => ComponentChildren;
}

export function Field({ name, label, tag, note, hint, error, children }: Props) {
  const id = `field-${name}`;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "field wrong" : "field"}>
      <span class="field-label">
        <label for={id}>{label}</label>
        {tag && <span class="field-tag">{tag}</span>}
        {note && <span class="field-note">{note}</span>}
      </span>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} text={error} />
    </div>
  );
}

/** The sentence under a field that says what to do. */
export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="field-error" id={id}>
      <Icon name="alert" size={18} />
      {text}
    </p>
  );
}

/** Give focus to the first control that is marked wrong, after the page has drawn it. */
export function focusFirstError(form: HTMLElement | null): void {
  window.requestAnimationFrame(() => {
    const wrong = form?.querySelector<HTMLElement>("[aria-invalid='true']");
    wrong?.focus({ preventScroll: true });
    wrong?.scrollIntoView({ block: "center" });
  });
}
