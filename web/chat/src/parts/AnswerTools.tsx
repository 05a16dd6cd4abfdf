/** Feedback on the left; copy, print and read aloud on the right. */
import { useSignal } from "@preact/signals";
import { momentText } from "../../../shared/dates";
import { bracketed, t } from "../../../shared/text";
import type { Answer, Feedback, FeedbackReason } from "../../../shared/types";
import { sendJson } from "../api";
import { plainText } from "../grammar";
import { Icon } from "../icons";
import { care, script } from "../prefs";
import { canSpeak, speaking, stopSpeech, toggleSpeech } from "../speech";
import { copyText, say, type Turn } from "../state";

const REASONS: FeedbackReason[] = ["wrong", "incomplete", "outdated", "unclear", "not_my_question"];

export function AnswerTools({ turn, answer }: { turn: Turn; answer: Answer }) {
  const rating = useSignal<boolean | null>(null);
  const isAsking = useSignal(false);
  const rate = (helpful: boolean) => {
    rating.value = helpful;
    isAsking.value = !helpful;
    void sendFeedback(answer, { helpful, reasons: [], comment: "" });
  };
  return (
    <footer class="tools" aria-label={t("tool.label")}>
      <button type="button" class="tool" aria-pressed={rating.value === true} onClick={() => rate(true)}>
        <Icon name="thumbUp" />
        {t("tool.helpful")}
      </button>
      <button type="button" class="tool" aria-pressed={rating.value === false} onClick={() => rate(false)}>
        <Icon name="thumbDown" />
        {t("tool.unhelpful")}
      </button>
      <span class="tools-gap" />
      {!care.value && <TakeAlong turn={turn} answer={answer} />}
      {care.value && speaking.value?.key === answer.message_id && <StopSpeech />}
      <p class="made">{t("answer.made", { time: momentText(answer.answered_at) })}</p>
      {isAsking.value && <Reasons answer={answer} onSent={() => (isAsking.value = false)} />}
    </footer>
  );
}

/** Copy, print, read aloud; care mode shows fewer things and reads aloud by its main button. */
function TakeAlong({ turn, answer }: { turn: Turn; answer: Answer }) {
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-label={t("tool.copy")}
        onClick={() => void copyText(copyOf(turn, answer), t("copied.answer"))}
      >
        <Icon name="copy" />
        <span class="tool-word">{t("tool.copy")}</span>
      </button>
      <button type="button" class="tool wide" aria-label={t("tool.print")} onClick={() => printAnswer(answer)}>
        <Icon name="print" />
        <span class="tool-word">{t("tool.print")}</span>
      </button>
      <a
        class="tool wide"
        href={`/api/chat/messages/${encodeURIComponent(answer.message_id)}/export?script=${script.value}`}
        download
        aria-label={t("tool.export")}
      >
        <Icon name="download" />
        <span class="tool-word">{t("tool.export")}</span>
      </a>
      {canSpeak && <SpeakTool answer={answer} />}
    </>
  );
}

function SpeakTool({ answer }: { answer: Answer }) {
  const current = speaking.value?.key === answer.message_id ? speaking.value : null;
  const word = t(current ? (current.isPaused ? "tool.resume" : "tool.pause") : "tool.speak");
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-label={word}
        onClick={() => toggleSpeech(answer.message_id, answer.text)}
      >
        <Icon name={current && !current.isPaused ? "pause" : "speaker"} />
        <span class="tool-word">{word}</span>
      </button>
      {current && <StopSpeech />}
    </>
  );
}

function StopSpeech() {
  return (
    <button type="button" class="tool" aria-label={t("tool.speakStop")} onClick={stopSpeech}>
      <Icon name="stop" />
      <span class="tool-word">{t("tool.speakStop")}</span>
    </button>
  );
}

/** Named, so that it is called once and not whenever the answer is drawn anew. */
const bringIntoView = (form: HTMLFormElement | null) => form?.scrollIntoView({ block: "nearest" });

function Reasons({ answer, onSent }: { answer: Answer; onSent: () => void }) {
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reasons = form.getAll("reason") as FeedbackReason[];
    const isSent = await sendFeedback(answer, { helpful: false, reasons, comment: String(form.get("comment") ?? "") });
    if (!isSent) return;
    say(t("feedback.thanks"));
    onSent();
  };
  return (
    <form class="reasons" ref={bringIntoView} onSubmit={submit}>
      <fieldset>
        <legend>{t("feedback.why")}</legend>
        {REASONS.map((reason) => (
          <label key={reason} class="check">
            <input type="checkbox" name="reason" value={reason} />
            {t(`feedback.${reason}`)}
          </label>
        ))}
      </fieldset>
      <label class="reasons-comment">
        {t("feedback.comment")}
        <textarea name="comment" rows={2} maxLength={1000} />
      </label>
      <button type="submit" class="button">
        {t("feedback.send")}
      </button>
    </form>
  );
}

async function sendFeedback(answer: Answer, feedback: Feedback): Promise<boolean> {
  try {
    await sendJson("PUT", `/api/chat/messages/${encodeURIComponent(answer.message_id)}/feedback`, feedback);
    return true;
  } catch {
    say(t("feedback.failed"));
    return false;
  }
}

function copyOf(turn: Turn, answer: Answer): string {
  const lines = answer.citations.map((citation) =>
    t("copy.basisLine", {
      marker: citation.marker,
      title: bracketed(citation.title),
      number: citation.document_number ?? "",
      clause: citation.clause_label,
      quote: t("quote.open") + citation.quote + t("quote.close"),
      url: new URL(citation.url, window.location.origin).href,
    }),
  );
  const basis = lines.length ? ["", t("copy.basis"), ...lines] : [];
  return [turn.question, "", plainText(answer.text), ...basis, "", momentText(answer.answered_at)].join("\n");
}

function printAnswer(answer: Answer): void {
  const sheet = document.getElementById(`answer-${answer.message_id}`)?.closest(".exchange");
  sheet?.classList.add("printed");
  document.documentElement.classList.add("printing");
  window.print();
  sheet?.classList.remove("printed");
  document.documentElement.classList.remove("printing");
}
