/** Who filed before need not write the enterprise's name again: an earlier petition shows that it is theirs. */
import { useSignal } from "@preact/signals";
import { t } from "../../../shared/text";
import { ProblemError } from "../api";
import { lookup } from "../lookup";
import { form, takeKnown } from "../petition";
import { say } from "../state";
import { Field, FieldError } from "./Field";

export function KnownEnterprise() {
  const isOpen = useSignal(false);
  return (
    <div class="known">
      <button
        type="button"
        class="text-link"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {t("known.open")}
      </button>
      {isOpen.value && <Proof onDone={() => (isOpen.value = false)} />}
    </div>
  );
}

function Proof({ onDone }: { onDone: () => void }) {
  const number = useSignal(lookup.value.number);
  const tail = useSignal(lookup.value.tail);
  const error = useSignal<string | undefined>(undefined);
  const take = async () => {
    error.value = missing(number.value, tail.value);
    if (error.value) return;
    try {
      await takeKnown(number.value, tail.value);
      say(t("known.done"));
      onDone();
    } catch (problem) {
      const known = problem instanceof ProblemError ? problem : null;
      error.value = known && known.status !== 404 && known.status !== 0 ? known.message : t("known.mismatch");
    }
  };
  return (
    <div class="known-proof">
      <p class="field-hint">{t("known.hint")}</p>
      <div class="pair">
        <Field name="known-number" label={t("lookup.number")}>
          {(ids) => <input {...ids} type="text" autocomplete="off" value={number.value} onInput={(event) => (number.value = event.currentTarget.value)} />}
        </Field>
        <Field name="known-tail" label={t("lookup.tail")}>
          {(ids) => (
            <input {...ids} type="text" inputMode="numeric" autocomplete="off" maxLength={4} value={tail.value} onInput={(event) => (tail.value = event.currentTarget.value)} />
          )}
        </Field>
      </div>
      <FieldError id="known-error" text={error.value} />
      <button type="button" class="button" onClick={() => void take()}>
        {t("known.take")}
      </button>
    </div>
  );
}

function missing(number: string, tail: string): string | undefined {
  if (!form.value.credit_code.trim()) return t("known.missingCode");
  if (!number.trim()) return t("lookup.error.number");
  return /^\d{4}$/.test(tail.trim()) ? undefined : t("lookup.error.tail");
}
