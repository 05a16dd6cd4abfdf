/** What the enterprise can do about its petition now. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Progress } from "../../../shared/types";
import { Icon } from "../icons";
import { lookup, lookupFailure, progress as shown, supplement, withdraw } from "../lookup";
import { say } from "../state";
import { ConfirmDialog } from "./ConfirmDialog";
import { Field, FieldError } from "./Field";
import { FileButton } from "./FileField";

const WITHDRAWABLE = ["submitted", "accepted", "dispatched", "processing", "awaiting"];

export function ProgressActions({ progress }: { progress: Progress }) {
  const another = () => {
    shown.value = null;
    lookup.value = { number: "", tail: "" };
  };
  return (
    <section class="progress-card">
      <h2>{t("progress.can")}</h2>
      <div class="stack">
        {WITHDRAWABLE.includes(progress.state) && <Supplement />}
        <button type="button" class="button" onClick={() => window.print()}>
          <Icon name="print" />
          {t("progress.print")}
        </button>
        <button type="button" class="button" onClick={another}>
          <Icon name="search" />
          {t("progress.another")}
        </button>
        {WITHDRAWABLE.includes(progress.state) && <Withdraw />}
      </div>
    </section>
  );
}

function Supplement() {
  const isBusy = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const add = async (chosen: File[]) => {
    if (chosen.length === 0) return;
    isBusy.value = true;
    error.value = undefined;
    try {
      await supplement(chosen);
      say(t("supplement.done", { count: chosen.length }));
    } catch (problem) {
      error.value = lookupFailure(problem);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <>
      <FileButton text={t(isBusy.value ? "notice.sending" : "supplement.add")} isBusy={isBusy.value} onFiles={(chosen) => void add(chosen)} />
      <FieldError id="supplement-error" text={error.value} />
    </>
  );
}

function Withdraw() {
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const confirm = () => {
    if (!reason.value.trim()) {
      error.value = t("withdraw.missing");
      return false;
    }
    void act();
    return false;
  };
  const act = async () => {
    try {
      await withdraw(reason.value.trim());
      dialog.current?.close();
      say(t("withdraw.done"));
    } catch (problem) {
      error.value = lookupFailure(problem);
    }
  };
  return (
    <>
      <button type="button" class="link-button" onClick={() => dialog.current?.showModal?.()}>
        {t("progress.withdraw")}
      </button>
      <ConfirmDialog
        element={dialog}
        title={t("withdraw.title")}
        cancel={t("withdraw.cancel")}
        confirm={t("withdraw.confirm")}
        isGrave
        onConfirm={confirm}
      >
        <p>{t("withdraw.body")}</p>
        <Field name="withdraw" label={t("withdraw.reason")} error={error.value}>
          {(ids) => (
            <input {...ids} type="text" value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
          )}
        </Field>
      </ConfirmDialog>
    </>
  );
}
