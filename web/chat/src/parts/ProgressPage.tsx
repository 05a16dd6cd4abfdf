/** Looking a petition up, and where it stands. */
import "../laterTexts";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon } from "../icons";
import { findProgress, lookup, lookupFailure, progress, type Lookup } from "../lookup";
import { openPetition, showView } from "../panels";
import { announcement } from "../state";
import type { FieldErrors } from "../petition";
import "../styles/form.css";
import "../styles/progress.css";
import "../styles/acting.css";
import { Field, focusFirstError } from "./Field";
import { ProgressView } from "./ProgressView";

export function ProgressPage() {
  useEffect(() => {
    // Come back to, or drawn anew in the other script: told as it is now; what is shown stays where that fails.
    if (progress.peek()) findProgress().catch(() => undefined);
  }, []);
  return (
    <div class="progress-page">
      <p class="back">
        <button type="button" class="link-button" onClick={() => showView("chat")}>
          <Icon name="chevronLeft" />
          {t("nav.back")}
        </button>
      </p>
      {progress.value ? <ProgressView progress={progress.value} /> : <LookupForm />}
    </div>
  );
}

function LookupForm() {
  const { errors, failure, isBusy, submit, element } = useLookup();
  const set = (part: Partial<Lookup>) => (lookup.value = { ...lookup.value, ...part });
  return (
    <form class="lookup" ref={element} noValidate onSubmit={submit}>
      <h1>{t("lookup.title")}</h1>
      <p>{t("lookup.lead")}</p>
      {failure && (
        <p class="failure" role="alert">
          <Icon name="info" />
          <span>{failure}</span>
        </p>
      )}
      <Field name="number" label={t("lookup.number")} hint={t("lookup.numberHint")} error={errors["number"]}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={lookup.value.number}
            onInput={(event) => set({ number: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="tail" label={t("lookup.tail")} error={errors["tail"]}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            inputMode="numeric"
            autocomplete="off"
            maxLength={4}
            value={lookup.value.tail}
            onInput={(event) => set({ tail: event.currentTarget.value })}
          />
        )}
      </Field>
      <button type="submit" class="button primary" disabled={isBusy}>
        {t(isBusy ? "lookup.submitting" : "lookup.submit")}
      </button>
      <p class="lookup-none">
        <span>{t("lookup.none")}</span>
        <button type="button" class="text-link" data-opener="lookup-petition" onClick={() => openPetition(null)}>
          {t("petition.title")}
        </button>
      </p>
    </form>
  );
}

function useLookup() {
  const errors = useSignal<FieldErrors>({});
  const failure = useSignal("");
  const isBusy = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    failure.value = "";
    errors.value = checkLookup(lookup.value);
    if (Object.keys(errors.value).length > 0) return focusFirstError(element.current);
    isBusy.value = true;
    try {
      await findProgress();
      announcement.value = progress.value?.headline ?? "";
    } catch (error) {
      failure.value = lookupFailure(error);
    } finally {
      isBusy.value = false;
    }
  };
  return { errors: errors.value, failure: failure.value, isBusy: isBusy.value, submit, element };
}

function checkLookup({ number, tail }: Lookup): FieldErrors {
  const errors: FieldErrors = {};
  if (!number.trim()) errors["number"] = t("lookup.error.number");
  if (!/^\d{4}$/.test(tail.trim())) errors["tail"] = t("lookup.error.tail");
  return errors;
}
