import type { FaqSheetOut } from "../api/types";
import { t } from "../text";
import { Tag } from "../ui/Tag";

const LOOKS = {
  no_answer: "grey",
  no_question: "grey",
  conflict: "red",
  similar: "amber",
} as const;
const MOST = 50;

/** What would come of a sheet: how many rows become how many entries, which join, what is wrong. */
export function FaqFindings({ sheet, isBusy }: { sheet: FaqSheetOut; isBusy: boolean }) {
  return (
    <section className="faq-findings" aria-busy={isBusy}>
      <p role="status">
        {isBusy ? t("faq_import.looking") : t("faq_import.yield", { rows: sheet.row_count, entries: sheet.entry_count })}
      </p>
      {sheet.join_count > 0 && (
        <details>
          <summary>{t("faq_import.joins", { count: sheet.join_count })}</summary>
          <ul>
            {sheet.joins.slice(0, MOST).map((join) => (
              <li key={join.rows[0]}>
                {join.question} <span className="meta">{t("faq_import.join_rows", { rows: join.rows.join(t("list.separator")) })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {sheet.problem_count > 0 && (
        <details open>
          <summary>{t("faq_import.problems", { count: sheet.problem_count })}</summary>
          <ul>
            {sheet.problems.slice(0, MOST).map((problem) => (
              <li key={`${problem.row}.${problem.code}`}>
                <Tag tone={LOOKS[problem.code]}>{t("faq_import.row", { row: problem.row })}</Tag> {problem.question}{" "}
                <span className="meta">{problem.text}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="meta">{t("faq_import.row_hint")}</p>
    </section>
  );
}
