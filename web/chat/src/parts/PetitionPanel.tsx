/** Filing a petition beside the conversation, filled from it, and the receipt that comes back. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Prefill } from "../../../shared/types";
import { ProblemError } from "../api";
import { beginPetition, checkPetition, expectedText, filed, form, prefilled, receipt, sendPetition, type FieldErrors } from "../petition";
import { announcement } from "../state";
import { focusFirstError } from "./Field";
import { SidePanel } from "./PanelFrame";
import { ClosedNotice } from "./WindowList";
import { PetitionFields } from "./PetitionFields";
import { ReceiptView } from "./ReceiptView";

const FORM_ID = "petition-form";

export function PetitionPanel({ prefill }: { prefill: Prefill | null }) {
  useLayoutEffect(() => beginPetition(prefill), [prefill]);
  if (receipt.value) return <ReceiptView receipt={receipt.value} />;
  return <PetitionForm />;
}

function PetitionForm() {
  const { errors, failure, isBusy, submit, element } = useSubmission();
  const expected = useExpected();
  return (
    <SidePanel
      title={t("petition.title")}
      lead={
        <>
          {t(prefilled.value ? "petition.headPrefilled" : "petition.head")}
          {expected ? <b>{expected}</b> : t("petition.headLater")}
        </>
      }
      foot={
        <>
          <button type="submit" form={FORM_ID} class="button primary submit" disabled={isBusy}>
            {t(isBusy ? "petition.submitting" : "petition.submit")}
          </button>
          <span class="foot-note wide">{t("petition.privacyNote")}</span>
        </>
      }
    >
      <form id={FORM_ID} ref={element} noValidate onSubmit={submit}>
        <ClosedNotice />
        {failure && (
          <p class="failure" role="alert">
            {failure}
          </p>
        )}
        <PetitionFields errors={errors} />
      </form>
    </SidePanel>
  );
}

/** When an answer would come, counted anew when the kind of petition changes. */
function useExpected(): string {
  const expected = useSignal("");
  const { nature, isAttached } = form.value;
  useEffect(() => {
    let isOld = false;
    void expectedText().then((text) => !isOld && (expected.value = text));
    return () => (isOld = true);
  }, [nature, isAttached]);
  return expected.value;
}

function useSubmission() {
  const errors = useSignal<FieldErrors>({});
  const failure = useSignal("");
  const isBusy = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const refuse = (found: FieldErrors) => {
    errors.value = found;
    announcement.value = t("petition.fixErrors", { count: Object.keys(found).length });
    focusFirstError(element.current);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    failure.value = "";
    const found = checkPetition(form.value);
    if (Object.keys(found).length > 0) return refuse(found);
    errors.value = {};
    isBusy.value = true;
    try {
      filed(await sendPetition());
    } catch (error) {
      failure.value = failureText(error);
      if (error instanceof ProblemError && Object.keys(error.details).length > 0) refuse(error.details);
    } finally {
      isBusy.value = false;
    }
  };
  return { errors: errors.value, failure: failure.value, isBusy: isBusy.value, submit, element };
}

function failureText(error: unknown): string {
  return error instanceof ProblemError && error.status > 0 ? error.message : t("petition.failed");
}
