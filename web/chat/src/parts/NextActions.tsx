/** What the enterprise can do now. The first is the primary one, except in care mode, where reading aloud is. */
import { t } from "../../../shared/text";
import type { Answer, NextAction } from "../../../shared/types";
import { ask } from "../ask";
import { Icon, type IconName } from "../icons";
import { openPetition, showView } from "../panels";
import { care } from "../prefs";
import { canSpeak, speaking, toggleSpeech } from "../speech";
import { hotline, isTalking, setDraft, type Turn } from "../state";

const ICONS: Record<NextAction["action"], IconName | null> = {
  ask_for_person: "person",
  open_petition: "file",
  open_document: "book",
  look_up_petition: "clock",
  call_hotline: "phone",
  apply_online: "external",
  choose: null,
  ask_again: "pencil",
};

export function NextActions({ turn, answer }: { turn: Turn; answer: Answer }) {
  const choices = answer.next_actions.filter((next) => next.action === "choose");
  const left = isTalking.value ? ["choose", "ask_for_person"] : ["choose"];
  const others = answer.next_actions.filter((next) => !left.includes(next.action) && !isOnCard(next, answer));
  const calls = answer.outcome === "emergency" ? emergencyNumbers(answer.text) : [];
  const isSpoken = care.value && canSpeak;
  const hasPrimary = !isSpoken && choices.length === 0 && calls.length === 0;
  return (
    <>
      {choices.length > 0 && (
        <div class="actions choices" role="group" aria-label={t("answer.choices")}>
          {choices.map((next) => (
            <ActionButton key={next.label} next={next} turn={turn} answer={answer} look="choice" />
          ))}
        </div>
      )}
      <div class="actions">
        {isSpoken && <SpeakButton answer={answer} />}
        {calls.map((number) => (
          <a key={number} class="button primary" href={`tel:${number}`}>
            <Icon name="phone" />
            {t("answer.call", { phone: number })}
          </a>
        ))}
        {others.map((next, index) => (
          <ActionButton
            key={next.label}
            next={next}
            turn={turn}
            answer={answer}
            look={index === 0 && hasPrimary && deservesWeight(next, answer) ? "primary" : "plain"}
          />
        ))}
      </div>
    </>
  );
}

/** A document that is cited has its card already; a second button to it would only be in the way. */
function isOnCard(next: NextAction, answer: Answer): boolean {
  return next.action === "open_document" && answer.citations.some((citation) => citation.url === next.params["url"]);
}

/** Beside a found answer a petition or a call is the second choice, not the first. */
function deservesWeight(next: NextAction, answer: Answer): boolean {
  const isFound = answer.outcome === "answered" || answer.outcome === "partial";
  return !isFound || next.action === "apply_online" || next.action === "open_document";
}

function emergencyNumbers(text: string): string[] {
  return [...new Set(text.match(/\b1[12]\d\b/g) ?? [])];
}

function SpeakButton({ answer }: { answer: Answer }) {
  const current = speaking.value?.key === answer.message_id ? speaking.value : null;
  return (
    <button type="button" class="button primary" onClick={() => toggleSpeech(answer.message_id, answer.text)}>
      <Icon name="speaker" size={26} />
      {t(current ? (current.isPaused ? "tool.speakCareResume" : "tool.speakCarePause") : "tool.speakCare")}
    </button>
  );
}

interface ActionProps {
  next: NextAction;
  turn: Turn;
  answer: Answer;
  look: "primary" | "plain" | "choice";
}

function ActionButton({ next, turn, answer, look }: ActionProps) {
  const style = look === "primary" ? "button primary" : look === "choice" ? "button outline" : "button";
  const icon = ICONS[next.action];
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {next.label}
    </>
  );
  const address = addressOf(next);
  if (address) {
    const isWeb = next.action === "apply_online";
    return (
      <a class={style} href={address} target={isWeb ? "_blank" : undefined} rel={isWeb ? "noopener" : undefined}>
        {content}
      </a>
    );
  }
  const opener = `act-${answer.message_id}-${next.action}-${next.label}`;
  return (
    <button type="button" class={style} data-opener={opener} onClick={() => act(next, turn, answer)}>
      {content}
    </button>
  );
}

function addressOf(next: NextAction): string | null {
  const url = next.params["url"];
  if (next.action === "call_hotline") return `tel:${next.params["phone"] ?? hotline.value}`;
  if (next.action === "open_document" && url?.startsWith("/doc/")) return url;
  return next.action === "apply_online" && url && /^https?:\/\//.test(url) ? url : null;
}

function act(next: NextAction, turn: Turn, answer: Answer): void {
  const { params } = next;
  if (next.action === "open_petition") openPetition(answer.prefill ?? prefillFrom(turn));
  else if (next.action === "ask_for_person") void import("../talk").then(({ askForPerson }) => askForPerson());
  else if (next.action === "look_up_petition") showView("progress");
  else if (next.action === "choose") void ask(params["question"] ?? next.label);
  else askAgain(params["question"] ?? turn.question);
}

function prefillFrom(turn: Turn) {
  return { title: "", content: turn.question, category_code: null, nature: "consultation" };
}

function askAgain(question: string): void {
  setDraft(question);
  document.getElementById("composer")?.focus();
}
