/** Leave a number on a question that found no answer, and see here too once there is one. */
import "../laterTexts";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Answer, AnswerRequest } from "../../../shared/types";
import { getJson, ProblemError, send, sendJson } from "../api";
import { ask } from "../ask";
import { say } from "../state";
import { AWAITING, keep } from "../storage";
import { Field, FieldError, focusFirstError } from "./Field";

const REQUESTS = "/api/chat/answer-requests";
const pathOf = (messageId: string) => `/api/chat/messages/${encodeURIComponent(messageId)}/answer-request`;

export function AwaitAnswer({ answer }: { answer: Answer }) {
  const step = useSignal<"offer" | "form" | "waiting">("offer");
  const path = pathOf(answer.message_id);
  const takeBack = async () => {
    try {
      await send(path, { method: "DELETE" });
      step.value = "offer";
    } catch (error) {
      say(error instanceof ProblemError ? error.message : t("problem.other"));
    }
  };
  if (step.value === "form") return <NumberForm path={path} onSent={() => (step.value = "waiting")} />;
  const isWaiting = step.value === "waiting";
  return (
    <p class="await-answer" role={isWaiting ? "status" : undefined}>
      {isWaiting && <span>{t("await.waiting")}</span>}
      <button type="button" class="text-link" onClick={isWaiting ? takeBack : () => (step.value = "form")}>
        {t(isWaiting ? "await.takeBack" : "await.offer")}
      </button>
    </p>
  );
}

function NumberForm({ path, onSent }: { path: string; onSent: () => void }) {
  const errors = useSignal<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    try {
      await sendJson("PUT", path, { phone: given.get("phone"), consent: given.get("consent") === "on" });
      keep(AWAITING, "1");
      onSent();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      errors.value = error.details;
      if (Object.keys(error.details).length === 0) say(error.message);
      focusFirstError(form.current);
    }
  };
  const consentError = errors.value["consent"];
  return (
    <form class="await-answer" ref={form} noValidate onSubmit={submit}>
      <Field name="await-phone" label={t("petition.field.phone")} hint={t("await.hint")} error={errors.value["phone"]}>
        {(ids) => <input {...ids} type="text" name="phone" inputMode="tel" autocomplete="tel" autoFocus />}
      </Field>
      <label class="check">
        <input type="checkbox" name="consent" aria-invalid={consentError ? true : undefined} aria-describedby="await-consent-error" />
        {t("petition.consent")}
      </label>
      <FieldError id="await-consent-error" text={consentError} />
      <button type="submit" class="button">
        {t("await.send")}
      </button>
    </form>
  );
}

/** What this visitor asked in vain and what is answered by now; asking it again takes it off the list. */
export function AnsweredSince() {
  const found = useSignal<AnswerRequest[]>([]);
  useEffect(() => {
    // Not being told here is no loss: the visitor hears of it by telephone.
    getJson<AnswerRequest[]>(REQUESTS).then(
      (all) => (found.value = all.filter((each) => each.told_at !== null)),
      () => undefined,
    );
  }, []);
  if (found.value.length === 0) return null;
  const askAgain = (request: AnswerRequest) => {
    void send(pathOf(request.message_id), { method: "DELETE" }).catch(() => undefined);
    void ask(request.question);
  };
  return (
    <section class="await-answer" aria-label={t("await.answered")}>
      <h2 class="plain-heading">{t("await.answered")}</h2>
      <ul class="hot-list">
        {found.value.map((request) => (
          <li key={request.message_id}>
            <button type="button" class="hot-question" onClick={() => askAgain(request)}>
              <span class="hot-text">{request.question}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
