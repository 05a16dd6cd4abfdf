/** Where a petition stands: the sentence first, then stages, records, replies, and what one can do. */
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Progress, Reply } from "../../../shared/types";
import { Icon } from "../icons";
import { copyText } from "../state";
import { NoticeList } from "./NoticeList";
import { ProgressActions } from "./ProgressActions";
import { ProgressWhy } from "./ProgressWhy";
import { RateForm } from "./RateForm";
import { Stages } from "./Stages";
import { SupplyForm } from "./SupplyForm";
import { Timeline } from "./Timeline";

/** While the clock runs; it stands still while material is awaited, and afterwards nobody waits for a date. */
const IS_TIMED = ["accepted", "dispatched", "processing"];

export function ProgressView({ progress }: { progress: Progress }) {
  return (
    <div class="progress">
      <article class="progress-main">
        <div class="progress-head">
          <p class="progress-number">
            <span data-testid="progress-number">{t("progress.number", { number: progress.number })}</span>
            <button
              type="button"
              class="link-button"
              onClick={() => void copyText(progress.number, t("copied.number"))}
            >
              <Icon name="copy" size={18} />
              {t("receipt.copy")}
            </button>
          </p>
          <h1>
            <Headline text={progress.headline} />
          </h1>
          <p class="progress-sub">
            {progress.is_overdue && progress.due_text && t("progress.wasDue", { due: progress.due_text })}
            {t("progress.subject", { title: progress.title })}
          </p>
          <Stages stages={progress.stages} />
        </div>
        <div class="progress-body">
          {progress.replies.map((reply) => (
            <ReplyView key={reply.answered_at} reply={reply} />
          ))}
          {progress.material && <SupplyForm material={progress.material} />}
          {progress.allowed.includes("rate") && <RateForm />}
          <Timeline progress={progress} />
          <NoticeList key={progress.number} />
        </div>
      </article>
      <aside class="progress-side" aria-label={t("progress.can")}>
        {IS_TIMED.includes(progress.state) && <ProgressWhy progress={progress} />}
        <ProgressActions progress={progress} />
      </aside>
    </div>
  );
}

/** The headline with its date in the colour of the brand, because the date is what the owner looks for. */
function Headline({ text }: { text: string }) {
  const found = new RegExp(t("progress.datePattern")).exec(text);
  if (!found) return <>{text}</>;
  return (
    <>
      {text.slice(0, found.index)}
      <em>{found[0]}</em>
      {text.slice(found.index + found[0].length)}
    </>
  );
}

function ReplyView({ reply }: { reply: Reply }) {
  return (
    <section class="reply">
      <h2>{t("progress.reply")}</h2>
      <p class="reply-meta">
        {reply.department} · {momentText(reply.answered_at)} · {t(`resolution.${reply.resolution}`)}
      </p>
      <p class="reply-text">{reply.text}</p>
      {reply.basis.length > 0 && (
        <>
          <h3>{t("progress.replyBasis")}</h3>
          <ul>
            {reply.basis.map((basis) => (
              <li key={basis}>{basis}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
