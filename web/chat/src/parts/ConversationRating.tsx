/** How content one was with the conversation as a whole: five stars, once, skippable, changeable. */
import "../laterTexts";
import { useSignal } from "@preact/signals";
import { t } from "../../../shared/text";
import { rateConversation, stars } from "../conversation";
import { Icon } from "../icons";
import { say } from "../state";

const CHOICES = [1, 2, 3, 4, 5];

export function ConversationRating() {
  const isSkipped = useSignal(false);
  const isChanging = useSignal(false);
  if (isSkipped.value) return null;
  const given = stars.value;
  const rate = async (count: number) => {
    try {
      await rateConversation(count, "");
      isChanging.value = false;
      say(t("rateChat.thanks"));
    } catch {
      say(t("rateChat.failed"));
    }
  };
  if (given !== null && !isChanging.value) {
    return (
      <p class="rate-chat">
        <span>{t("rateChat.done", { count: given })}</span>
        <button type="button" class="text-link" onClick={() => (isChanging.value = true)}>
          {t("rateChat.change")}
        </button>
      </p>
    );
  }
  return (
    <div class="rate-chat" role="group" aria-label={t("rateChat.title")}>
      <span>{t("rateChat.title")}</span>
      <span class="rate-stars">
        {CHOICES.map((count) => (
          <button
            key={count}
            type="button"
            class={given !== null && count <= given ? "icon-button star full" : "icon-button star"}
            aria-label={t("rateChat.star", { count })}
            onClick={() => void rate(count)}
          >
            <Icon name="star" size={24} />
          </button>
        ))}
      </span>
      <button type="button" class="text-link" onClick={() => (isSkipped.value = true)}>
        {t("rateChat.skip")}
      </button>
    </div>
  );
}
