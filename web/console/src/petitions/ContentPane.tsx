import type { PetitionDetail, ReplyOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { About } from "./About";
import { Attachments } from "./Attachments";
import { Contact } from "./Contact";
import { Dossier } from "./Dossier";
import { Evidence } from "./Evidence";
import { Orders } from "./Orders";

/** What was asked, by whom, and what was answered so far. */
export function ContentPane({ petition }: { petition: PetitionDetail }) {
  const { now } = useNow();
  const unknown = t("state.not_filled");
  return (
    <Pane title={t("petition.content")} note={petition.number} focusable>
      <div className="asked">
        <p className="asked-text">{petition.content}</p>
        {petition.demand !== "" && (
          <p>
            <span className="meta">{t("petition.demand")}</span> {petition.demand}
          </p>
        )}
      </div>
      <dl className="about">
        <About term={t("petition.enterprise")}>{petition.enterprise_name || unknown}</About>
        <About term={t("petition.credit_code")}>{petition.credit_code || unknown}</About>
        <Contact petition={petition} />
        <About term={t("petition.identity")}>{word("identity", petition.identity)}</About>
        <About term={t("petition.category")}>{petition.category ?? t("petition.not_classified")}</About>
        <About term={t("petition.channel")}>{word("channel", petition.channel)}</About>
        <About term={t("petition.department")}>{petition.lead_department ?? t("petition.not_dispatched")}</About>
        <About term={t("petition.column.submitted")}>{shortStamp(petition.submitted_at, now)}</About>
      </dl>
      <Evidence petition={petition} />
      <Attachments petition={petition} />
      <Dossier petition={petition} />
      <Orders petition={petition} />
      {petition.replies.length > 0 && (
        <div className="replies">
          <h3>{t("petition.replies")}</h3>
          {petition.replies.map((reply) => (
            <Reply key={reply.answered_at} reply={reply} now={now} />
          ))}
        </div>
      )}
    </Pane>
  );
}

function Reply({ reply, now }: { reply: ReplyOut; now: string }) {
  return (
    <article className="reply">
      <p className="meta">
        {[reply.department, shortStamp(reply.answered_at, now)].filter(Boolean).join(t("list.dot"))}{" "}
        <Tag>{word("resolution", reply.resolution)}</Tag>
        {reply.rejected_at !== null && (
          <Tag tone="amber" icon="warning">
            {t("reply.rejected", { reason: reply.rejected_reason ?? "" })}
          </Tag>
        )}
      </p>
      <p className="asked-text">{reply.text}</p>
      {reply.basis.length > 0 && (
        <ul className="basis">
          {reply.basis.map((basis) => (
            <li key={basis}>{basis}</li>
          ))}
        </ul>
      )}
    </article>
  );
}
