/** What the department needs from the petitioner, and handing it in: words, files, or both. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Material } from "../../../shared/types";
import { Icon } from "../icons";
import { lookupFailure, supply } from "../lookup";
import { say } from "../state";
import { Field, focusFirstError } from "./Field";
import { FileField } from "./FileField";

export function SupplyForm({ material }: { material: Material }) {
  const words = useSignal("");
  const files = useSignal<File[]>([]);
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    error.value = words.value.trim() || files.value.length ? undefined : t("supply.missing");
    if (error.value) return focusFirstError(element.current);
    isBusy.value = true;
    try {
      await supply(words.value.trim(), files.value);
      say(t("supply.done"));
    } catch (problem) {
      error.value = lookupFailure(problem);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="supply" ref={element} noValidate onSubmit={submit}>
      <h2>{t("supply.title", { time: momentText(material.supply_by) })}</h2>
      <ul>
        {material.items.map((item) => (
          <li key={item}>
            <Icon name="file" />
            {item}
          </li>
        ))}
      </ul>
      <Field name="supply" label={t("supply.words")} error={error.value}>
        {(ids) => (
          <textarea {...ids} rows={3} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
        )}
      </Field>
      <FileField files={files} />
      <button type="submit" class="button primary" disabled={isBusy.value}>
        {t(isBusy.value ? "supply.sending" : "supply.send")}
      </button>
    </form>
  );
}
