/** Conversations begun on this device. */
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import { history, loadConversation } from "../conversation";
import { openPanel, showView } from "../panels";
import { conversationId } from "../state";

export function HistoryList() {
  return (
    <>
      {history.value.length ? <Past /> : <p>{t("history.empty")}</p>}
      <p class="history-foot">
        <button type="button" class="text-link" onClick={() => openPanel({ kind: "privacy" })}>
          {t("history.privacy")}
        </button>
      </p>
    </>
  );
}

function Past() {
  const open = (id: string) => {
    showView("chat");
    if (id !== conversationId.value) void loadConversation(id);
  };
  return (
    <ul class="history">
      {history.value.map((past) => (
        <li key={past.id}>
          <button type="button" onClick={() => open(past.id)}>
            <span>{past.title}</span>
            <small>{past.id === conversationId.value ? t("history.current") : momentText(past.at)}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
