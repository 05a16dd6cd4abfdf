/** Starting anew, with a question first, because the page is emptied. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { startAnew } from "../conversation";
import { Icon } from "../icons";
import { ConfirmDialog } from "./ConfirmDialog";

const isAsked = signal(false);

/** The button stands in the header or its menu; the dialog apart from both, because the menu goes away. */
export function NewConversation() {
  return (
    <button type="button" class="link-button" onClick={() => (isAsked.value = true)}>
      <Icon name="plus" />
      {t("nav.new")}
    </button>
  );
}

export function NewConversationDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isAsked.value) return;
    isAsked.value = false;
    if (dialog.current?.showModal) dialog.current.showModal();
    else begin();
  }, [isAsked.value]);
  return (
    <ConfirmDialog
      element={dialog}
      title={t("newChat.title")}
      cancel={t("newChat.cancel")}
      confirm={t("newChat.confirm")}
      onConfirm={begin}
    >
      <p>{t("newChat.body")}</p>
    </ConfirmDialog>
  );
}

function begin(): void {
  startAnew();
  window.requestAnimationFrame(() => document.getElementById("composer")?.focus());
}
