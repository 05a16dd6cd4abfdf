/** Plain notices: what is kept about whom, and how to use the page without a mouse or without eyes. */
import { t } from "../../../shared/text";
import { clearDevice } from "../conversation";
import { closePanel } from "../panels";
import { say } from "../state";
import { ContrastButton } from "./Header";

export function PrivacyNotice() {
  const clear = () => {
    clearDevice();
    closePanel();
    say(t("privacy.cleared"));
  };
  return (
    <div class="prose">
      <p>{t("privacy.notice")}</p>
      <p>{t("privacy.conversation")}</p>
      <button type="button" class="button" onClick={clear}>
        {t("privacy.clear")}
      </button>
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
