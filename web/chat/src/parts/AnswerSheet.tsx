/** A finished answer: how sure, what, on which basis, and what next. */
import { fullDate } from "../../../shared/dates";
import { bracketed, t } from "../../../shared/text";
import type { Answer } from "../../../shared/types";
import { ask } from "../ask";
import { parseAnswer } from "../grammar";
import { Icon } from "../icons";
import { openRelated } from "../panels";
import { care } from "../prefs";
import { turns, type Turn } from "../state";
import { citationValidity, governs } from "../validity";
import { NextActions } from "./NextActions";
import { AnswerBlocks } from "./AnswerBlocks";
import { AnswerTools } from "./AnswerTools";
import { Basis } from "./Basis";
import { CareStatements } from "./CareStatements";
import { later } from "./later";

const ConversationRating = later(async () => (await import("./ConversationRating")).ConversationRating);
const AwaitAnswer = later<{ answer: Answer }>(async () => (await import("./AwaitAnswer")).AwaitAnswer);

interface Props {
  turn: Turn;
  answer: Answer;
  isLast: boolean;
}

export function AnswerSheet({ turn, answer, isLast }: Props) {
  const blocks = parseAnswer(textOf(answer), new Set(answer.citations.map((citation) => citation.marker)));
  return (
    <>
      <article class={`sheet outcome-${answer.outcome}`} aria-label={t("answer.label")} id={`answer-${answer.message_id}`}>
        <Assurance answer={answer} />
        <div class="answer-body">
          <NoBasisHeading answer={answer} />
          {answer.disclaimer && <p class="disclaimer">{answer.disclaimer}</p>}
          {answer.model && <p class="disclaimer by-model">{t("answer.byModel", { model: answer.model })}</p>}
          {care.value && answer.citations.length > 0 ? (
            <CareStatements blocks={blocks} answer={answer} />
          ) : (
            <AnswerBlocks blocks={blocks} answer={answer} />
          )}
          {!care.value && <Basis answer={answer} />}
          <NoticeQuotes turn={turn} />
          <Related answer={answer} />
          <NextActions turn={turn} answer={answer} />
          {answer.outcome === "abstained" && <AwaitAnswer answer={answer} />}
        </div>
        <AnswerTools turn={turn} answer={answer} />
      </article>
      {isLast && <Suggestions answer={answer} />}
      {isLast && turns.value.length > 1 && <ConversationRating />}
    </>
  );
}

function Assurance({ answer }: { answer: Answer }) {
  if (answer.citations.length === 0) return null;
  const isPartial = answer.outcome === "partial";
  const documents = new Set(answer.citations.map((citation) => citation.document_id)).size;
  const old = answer.citations.filter((each) => !governs(citationValidity(each, answer.checked_on).validity)).length;
  const force = old ? t("answer.someExpired", { count: old }) : t("answer.allInForce");
  return (
    <p class={isPartial || old ? "assurance partial" : "assurance"}>
      <Icon name="shield" />
      <b>{t(isPartial ? "answer.partial" : "answer.based")}</b>
      {care.value && !old ? (
        <span>{t("care.assured")}</span>
      ) : (
        <span>{t("answer.assurance", { documents, clauses: answer.citations.length }) + force}</span>
      )}
      <span class="checked">{t("answer.checked", { date: fullDate(answer.checked_on) })}</span>
    </p>
  );
}

/** What stands in place of the assurance bar when nothing was found: a plain word, in plain colours. */
function NoBasisHeading({ answer }: { answer: Answer }) {
  if (answer.outcome !== "abstained") return null;
  return (
    <h3 class="plain-heading">
      <Icon name="search" size={22} />
      {t("answer.noBasis")}
    </h3>
  );
}

/** The heading already says that there is no basis; the text need not begin with it again. */
function textOf(answer: Answer): string {
  const lead = t("answer.noBasisLead");
  const isRepeated = answer.outcome === "abstained" && answer.text.startsWith(lead) && answer.text !== lead;
  return isRepeated ? answer.text.slice(lead.length) : answer.text;
}

/** What the uploaded notice itself says, set apart from what the answer rests on. */
function NoticeQuotes({ turn }: { turn: Turn }) {
  if (turn.quotes.length === 0) return null;
  return (
    <section class="notice-quotes">
      <h3>{t("notice.quotes")}</h3>
      {turn.quotes.map((quote) => (
        <blockquote key={quote}>{t("quote.open") + quote + t("quote.close")}</blockquote>
      ))}
    </section>
  );
}

function Related({ answer }: { answer: Answer }) {
  if (answer.related.length === 0) return null;
  return (
    <section class="related">
      <h3>{t("answer.related")}</h3>
      <ul>
        {answer.related.map((related) => (
          <li key={related.url}>
            <a
              href={related.url}
              data-opener={`related-${answer.message_id}-${related.url}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                openRelated(related);
              }}
            >
              {bracketed(related.title) + related.clause_label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Suggestions({ answer }: { answer: Answer }) {
  if (answer.suggestions.length === 0) return null;
  return (
    <section class="suggestions" aria-label={t("answer.suggestions")}>
      <h3>{t("answer.suggestions")}</h3>
      {answer.suggestions.map((suggestion) => (
        <button key={suggestion} type="button" class="suggestion" onClick={() => void ask(suggestion)}>
          {suggestion}
        </button>
      ))}
    </section>
  );
}
