import { Link } from "react-router";

import type { FaqImportOut, ImportedFaqOut } from "../api/types";
import { t, word } from "../text";
import { Tag } from "../ui/Tag";

const LOOKS = {
  created: { tone: "green", icon: "check" },
  revised: { tone: "blue", icon: "edit" },
  unchanged: { tone: "grey", icon: "check" },
  in_review: { tone: "amber", icon: "wait" },
} as const;

const pathOf = ({ entry_id, version }: ImportedFaqOut) => `/knowledge/${encodeURIComponent(entry_id)}/${version}`;

/** What became of the questions; those that need a decision stand in front. */
export function FaqResult({ report, onOpen }: { report: FaqImportOut; onOpen: () => void }) {
  const { created, revised, unchanged, in_review: inReview } = report;
  const rows = report.sheets.reduce((sum, sheet) => sum + sheet.row_count, 0);
  return (
    <>
      <p role="status">
        <strong>{t("faq_import.done", { rows, entries: report.sheets.reduce((sum, sheet) => sum + sheet.entry_count, 0) })}</strong>
      </p>
      <p>{t("faq_import.counts", { created, revised, unchanged, inReview })}</p>
      <ul className="reports">
        {report.faqs.map((faq) => (
          <li key={`${faq.entry_id}.${faq.question}`} className="report">
            <div className="report-head">
              <Tag {...LOOKS[faq.outcome]}>{word("faq_outcome", faq.outcome)}</Tag>
              <Link to={pathOf(faq)} onClick={onOpen}>
                {faq.question}
              </Link>
              {faq.needs_decision && (
                <Tag tone="red" icon="warning">
                  {t("faq_import.decide")}
                </Tag>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
