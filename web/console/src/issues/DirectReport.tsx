import type { DirectReportOut, IssueOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { Said } from "./Said";

interface DirectReportProps {
  issue: IssueOut;
  report: DirectReportOut;
}

/** 信息直报: what goes upwards, who signed it, and who has read it. */
export function DirectReport({ issue, report }: DirectReportProps) {
  const { now } = useNow();
  return (
    <section className="part" aria-label={t("issue.report")}>
      <div className="ticket-tags">
        <h3>{t("issue.report")}</h3>
        {issue.signed_at !== null ? (
          <Tag tone="green" icon="check">
            {t("issue.signed", { who: issue.signed_by, time: shortStamp(issue.signed_at, now) })}
          </Tag>
        ) : (
          <Tag tone="amber" icon="wait">
            {t("issue.not_signed")}
          </Tag>
        )}
      </div>
      <strong>{report.title}</strong>
      <Said term={t("issue.field.facts")} text={report.facts} />
      <Said term={t("issue.field.scope")} text={report.scope} />
      <Said term={t("issue.field.suggestion")} text={report.suggestion} />
      {report.department_names.length > 0 && (
        <div>
          <span className="meta">{t("issue.field.departments")}</span> {report.department_names.join(t("list.separator"))}
        </div>
      )}
      <table className="plain">
        <caption className="visually-hidden">{t("issue.receipts")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("issue.field.recipients")}</th>
            <th scope="col">{t("issue.receipt")}</th>
          </tr>
        </thead>
        <tbody>
          {report.recipients.map((recipient) => (
            <tr key={recipient.code}>
              <th scope="row">{recipient.name}</th>
              <td>
                {issue.signed_at === null ? t("issue.not_sent") : receiptOf(recipient, now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function receiptOf({ read_at: readAt, read_by: who }: DirectReportOut["recipients"][number], now: string): string {
  return readAt ? t("issue.read", { who: who ?? "", time: shortStamp(readAt, now) }) : t("issue.unread");
}
