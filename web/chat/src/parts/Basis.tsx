/** The clauses an answer rests on: one line per document, one card per clause. */
import { bracketed, t } from "../../../shared/text";
import type { Answer, Citation } from "../../../shared/types";
import { Icon } from "../icons";
import { citationValidity, governs, type ValidityView } from "../validity";
import { followCitation, isShown } from "./AnswerBlocks";
import { ValidityBadge } from "./ValidityBadge";

export function Basis({ answer }: { answer: Answer }) {
  if (answer.citations.length === 0) return null;
  return (
    <div class="basis" role="group" aria-label={t("answer.basis")}>
      {byDocument(answer.citations).map((group, index) => (
        <DocumentBasis key={index} citations={group} answer={answer} />
      ))}
    </div>
  );
}

function DocumentBasis({ citations, answer }: { citations: Citation[]; answer: Answer }) {
  const [first] = citations;
  if (!first) return null;
  return (
    <>
      <p class="document-line">
        <b>{t("answer.basis")}</b>
        <span>{bracketed(first.title)}</span>
        {first.document_number && <span class="number">{first.document_number}</span>}
        <ValidityBadge view={weakestValidity(citations, answer.checked_on)} />
      </p>
      <div class="cards">
        {citations.map((citation) => (
          <Card key={citation.marker} citation={citation} answer={answer} />
        ))}
      </div>
    </>
  );
}

function Card({ citation, answer }: { citation: Citation; answer: Answer }) {
  const isCurrent = isShown(answer, citation.marker);
  const isOld = !governs(citationValidity(citation, answer.checked_on).validity);
  return (
    <a
      class={isCurrent ? "card current" : "card"}
      href={citation.url}
      data-opener={`card-${answer.message_id}-${citation.marker}`}
      onClick={(event) => followCitation(event, answer, citation.marker)}
    >
      <span class="card-head">
        <span class={`chip${isOld ? " old" : ""}${isCurrent ? " current" : ""}`}>
          {isOld ? t("cite.expired", { marker: citation.marker }) : citation.marker}
        </span>
        <b>{citation.clause_label}</b>
        {citation.page && <span class="card-page">{t("answer.page", { page: citation.page })}</span>}
        <span class="card-open">
          {t("answer.original")}
          <Icon name="chevronRight" size={18} />
        </span>
      </span>
      <span class="card-quote">{t("quote.open") + citation.quote + t("quote.close")}</span>
    </a>
  );
}

/** Where the cited clauses of one document differ, the one that no longer governs is told. */
function weakestValidity(citations: Citation[], day: string): ValidityView {
  const views = citations.map((citation) => citationValidity(citation, day));
  return views.find((view) => !governs(view.validity)) ?? views[0] ?? { validity: "unpublished", text: "" };
}

function byDocument(citations: Citation[]): Citation[][] {
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) {
    const key = `${citation.document_id}#${citation.version}`;
    groups.set(key, [...(groups.get(key) ?? []), citation]);
  }
  return [...groups.values()];
}
