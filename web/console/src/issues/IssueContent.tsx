import type { IssueOut } from "../api/types";
import { longDay, shortStamp } from "../rules/dates";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { DirectReport } from "./DirectReport";
import { termsOf } from "./issues";
import { Said } from "./Said";
import { Trend } from "./Trend";
import { Voices } from "./Voices";

/** Why it is an issue, who says so, what was reported upwards, and what is done about it. */
export function IssueContent({ issue }: { issue: IssueOut }) {
  const { now } = useNow();
  const { evidence } = issue;
  return (
    <Pane title={t("issue.content")} note={t("issue.terms", { terms: termsOf(issue) })} focusable>
      <section className="part" aria-label={t("issue.why")}>
        <h3>{t("issue.why")}</h3>
        {evidence.reasons.map((reason) => (
          <p key={reason} className="asked-text">
            {reason}
          </p>
        ))}
        <div className="meta">
          {[
            t("issue.detected_at", { time: shortStamp(issue.detected_at, now) }),
            t("issue.seen_at", { time: shortStamp(issue.seen_at, now) }),
          ].join(t("list.dot"))}
        </div>
      </section>
      <TrackingPart issue={issue} />
      <Instructions given={issue.instructions} />
      {issue.report !== null && <DirectReport issue={issue} report={issue.report} />}
      <Trend issue={issue} />
      <Voices issue={issue} />
    </Pane>
  );
}

/** 领导批示, the first one first. */
function Instructions({ given }: { given: IssueOut["instructions"] }) {
  if (given.length === 0) return null;
  return (
    <section className="part" aria-label={t("issue.instructions")}>
      <h3>{t("issue.instructions")}</h3>
      {given.map(({ leader, given_on: day, text, noted_by: who, noted_at: at }) => (
        <Said key={`${at} ${who}`} term={t("issue.instructed", { leader, day: longDay(day), who })} text={text} />
      ))}
    </section>
  );
}

function TrackingPart({ issue }: { issue: IssueOut }) {
  const { tracking } = issue;
  if (tracking === null) return null;
  const lacking = [tracking.result === "" && t("issue.result"), tracking.feedback === "" && t("issue.feedback")].filter(Boolean);
  return (
    <section className="part" aria-label={t("issue.tracking")}>
      <h3>{t("issue.tracking")}</h3>
      <div>
        {t("issue.given_to", { department: tracking.department, day: longDay(tracking.due_on) })}{" "}
        {tracking.is_overdue && (
          <Tag tone="amber" icon="warning">
            {t("issue.overdue")}
          </Tag>
        )}
      </div>
      {tracking.result !== "" && <Said term={t("issue.result")} text={tracking.result} />}
      {tracking.feedback !== "" && <Said term={t("issue.feedback")} text={tracking.feedback} />}
      {issue.state === "tracked" && lacking.length > 0 && (
        <div className="meta">{t("issue.lacking", { names: lacking.join(t("list.separator")) })}</div>
      )}
    </section>
  );
}
