/** Plain notices: what is kept about whom, and how to use the page without a mouse or without eyes. */
import { useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { clearEverything } from "../conversation";
import { forgetLookup } from "../lookup";
import { closePanel } from "../panels";
import { clearPetition } from "../petition";
import { say } from "../state";
import { ConfirmDialog } from "./ConfirmDialog";
import { ContrastButton } from "./Header";

export function PrivacyNotice() {
  const dialog = useRef<HTMLDialogElement>(null);
  const clear = async () => {
    try {
      const kept = await clearEverything();
      clearPetition();
      forgetLookup();
      closePanel();
      say(kept ? t("privacy.clearedBut", { count: kept }) : t("privacy.cleared"));
    } catch {
      say(t("privacy.clearFailed"));
    }
  };
  const ask = () => {
    if (dialog.current?.showModal) dialog.current.showModal();
    else void clear();
  };
  return (
    <div class="prose">
      <p>{t("privacy.notice")}</p>
      <p>{t("privacy.conversation")}</p>
      <button type="button" class="button" onClick={ask}>
        {t("privacy.clear")}
      </button>
      <ConfirmDialog
        element={dialog}
        title={t("privacy.clearTitle")}
        cancel={t("privacy.clearCancel")}
        confirm={t("privacy.clear")}
        isGrave
        onConfirm={() => void clear()}
      >
        <p>{t("privacy.clearBody")}</p>
      </ConfirmDialog>
    </div>
  );
}

export function AccessNotice() {
  return (
    <div class="prose">
      <p>{t("access.keyboard")}</p>
      <p>{t("access.reader")}</p>
      <p>{t("access.care")}</p>
      <p>{t("access.contrast")}</p>
      <ContrastButton look="button" />
    </div>
  );
}
