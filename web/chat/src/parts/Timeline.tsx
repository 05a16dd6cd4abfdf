/** What happened, newest first; on top, hollow, what is still to come. */
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Progress } from "../../../shared/types";

const OPEN_STATES = ["accepted", "dispatched", "processing"];

export function Timeline({ progress }: { progress: Progress }) {
  const steps = [...progress.timeline].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const isOpen = OPEN_STATES.includes(progress.state) && progress.due_at !== null;
  return (
    <section aria-labelledby="records-title">
      <h2 id="records-title">{t("progress.records")}</h2>
      <ol class="timeline">
        {isOpen && progress.due_at && (
          <li class="to-come">
            <span class="timeline-text">{t("progress.pending")}</span>
            <time>{t("progress.before", { time: momentText(progress.due_at) })}</time>
          </li>
        )}
        {steps.map((step) => (
          <li key={`${step.code}-${step.at}`}>
            <span class="timeline-text">
              <b>{step.text}</b>
              {step.department && !step.text.includes(step.department) && <span>{step.department}</span>}
            </span>
            <time dateTime={step.at}>{momentText(step.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
