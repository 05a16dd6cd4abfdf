/** An answer that is on its way, was stopped, or failed. */
import { t } from "../../../shared/text";
import { retry } from "../ask";
import { parsePartial } from "../grammar";
import { Icon } from "../icons";
import { openPetition } from "../panels";
import type { Turn } from "../state";
import { AnswerBlocks } from "./AnswerBlocks";

export function Pending({ turn }: { turn: Turn }) {
  const { state, text, step } = turn.view.value;
  if (state === "failed") return <Failed turn={turn} />;
  const isRunning = state !== "stopped";
  return (
    <article class="sheet" aria-label={t("answer.label")} aria-busy={isRunning}>
      <p class="assurance waiting">
        <Icon name={isRunning ? "search" : "stop"} />
        <span>{isRunning ? step || t("status.searching") : t("status.stopped")}</span>
      </p>
      <div class="answer-body">
        {text ? <AnswerBlocks blocks={parsePartial(text)} /> : isRunning && <Skeleton />}
        {state === "reconnecting" && (
          <p class="notice" role="alert">
            <Icon name="info" />
            {t("status.reconnecting")}
          </p>
        )}
        {!isRunning && (
          <div class="actions">
            <button type="button" class="button" onClick={() => void retry(turn)}>
              {t("answer.retry")}
            </button>
          </div>
        )}
      </div>
    </article>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}

function Failed({ turn }: { turn: Turn }) {
  const { text, error } = turn.view.value;
  const prefill = { title: "", content: turn.question, category_code: null, nature: "consultation" };
  return (
    <article class="sheet" aria-label={t("answer.label")}>
      <div class="answer-body">
        {text && <AnswerBlocks blocks={parsePartial(text)} />}
        <p class="failure" role="alert">
          <Icon name="info" />
          <span>{error ?? t("status.failed")}</span>
        </p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => void retry(turn)}>
            {t("answer.retry")}
          </button>
          <button type="button" class="button" data-opener={`failed-${turn.key}`} onClick={() => openPetition(prefill)}>
            <Icon name="file" />
            {t("petition.title")}
          </button>
        </div>
      </div>
    </article>
  );
}
