/** What the enterprise can do about its petition now. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Progress } from "../../../shared/types";
import { Icon } from "../icons";
import { addFiles, forgetLookup, lookupFailure, progress as shown, remind, reopen, withdraw } from "../lookup";
import { say } from "../state";
import { ConfirmDialog } from "./ConfirmDialog";
import { Field, FieldError } from "./Field";
import { FileButton } from "./FileField";
import { WordsAction } from "./WordsAction";

const OPEN_STATES = ["submitted", "accepted", "dispatched", "processing", "awaiting"];

export function ProgressActions({ progress }: { progress: Progress }) {
  const may = new Set(progress.allowed);
  return (
    <section class="progress-card">
      <h2>{t("progress.can")}</h2>
      <div class="stack">
        {OPEN_STATES.includes(progress.state) && !progress.material && <Supplement />}
        {may.has("remind") && <Remind />}
        {may.has("reopen") && <Reopen />}
        <button type="button" class="button" onClick={() => window.print()}>
          <Icon name="print" />
          {t("progress.print")}
        </button>
        <button type="button" class="button" onClick={forgetLookup}>
          <Icon name="search" />
          {t("progress.another")}
        </button>
        {may.has("withdraw") && <Withdraw />}
      </div>
    </section>
  );
}

function Remind() {
  return (
    <WordsAction
      name="remind"
      icon="bell"
      text={t("remind.open")}
      note={t("remind.note")}
      label={t("remind.words")}
      send={t("remind.send")}
      done={t("remind.done")}
      act={remind}
    />
  );
}

function Reopen() {
  return (
    <WordsAction
      name="reopen"
      icon="swap"
      text={t("reopen.open")}
      label={t("reopen.words")}
      hint={t("reopen.hint")}
      missing={t("reopen.missing")}
      send={t("reopen.send")}
      done={t("reopen.done")}
      act={reopen}
    />
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
      await addFiles(chosen);
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
      say(t(shown.value?.state === "withdrawn" ? "withdraw.done" : "withdraw.asked"));
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
