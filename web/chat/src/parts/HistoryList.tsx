/** Conversations begun on this device. */
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import { history, loadConversation } from "../conversation";
import { showView } from "../panels";
import { conversationId } from "../state";

export function HistoryList() {
  if (history.value.length === 0) return <p>{t("history.empty")}</p>;
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
