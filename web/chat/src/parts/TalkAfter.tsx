/** What was said with an agent, where it belongs between the answers, and how far the request for a person has come. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { bracketed, t } from "../../../shared/text";
import type { Citation, Said, Talk } from "../../../shared/types";
import "../styles/talk.css";
import { Icon } from "../icons";
import { openPanel, openPetition } from "../panels";
import { isTalking, talk, turns } from "../state";
import { letPersonGo, said } from "../talk";

/** The messages that came after exchange `index` and before the next; below the last of them, how things stand. */
export function TalkAfter({ index }: { index: number }) {
  const shown = said.value.filter((each) => exchangesBefore(each.said_at) === index + 1);
  const current = talk.value;
  const isLast = index === turns.value.length - 1;
  const isHere = current && (isTalking.value ? isLast : exchangesBefore(current.ended_at ?? "") === index + 1);
  const foot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isLast && (shown.length > 0 || isHere)) foot.current?.scrollIntoView({ block: "nearest" });
  }, [shown.length, current?.state, isLast]);
  if (shown.length === 0 && !isHere) return null;
  return (
    <section class="talk" aria-label={t("talk.label")}>
      {shown.map((each) => (each.author === "agent" ? <FromAgent key={each.number} message={each} /> : <Own key={each.number} message={each} />))}
      {isHere && <Standing shown={current} />}
      <div ref={foot} />
    </section>
  );
}

/** How many exchanges were answered before an instant; an answer that is still awaited comes after it. */
function exchangesBefore(instant: string): number {
  const later = turns.value.findIndex((turn) => !((turn.view.value.answer?.answered_at ?? "~") <= instant));
  return Math.max(later < 0 ? turns.value.length : later, 1);
}

function Own({ message }: { message: Said }) {
  return (
    <p class="bubble">
      <span class="hidden">{t("talk.own")}</span>
      {message.text}
    </p>
  );
}

function FromAgent({ message }: { message: Said }) {
  return (
    <article class="from-agent">
      <h3>
        <Icon name="person" size={18} />
        {message.agent}
      </h3>
      <p>{message.text}</p>
      {message.citations.map((citation) => (
        <Quoted key={citation.marker} citation={citation} message={message} />
      ))}
    </article>
  );
}

function Quoted({ citation, message }: { citation: Citation; message: Said }) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const { document_id: documentId, version, clause_id: clauseId, marker } = citation;
    openPanel({ kind: "document", target: { documentId, version, clauseId, citations: message.citations, marker } });
  };
  return (
    <a class="card" href={citation.url} data-opener={`said-${message.number}-${citation.marker}`} onClick={open}>
      <span class="card-head">
        <b>{bracketed(citation.title) + citation.clause_label}</b>
        <span class="card-open">
          {t("answer.original")}
          <Icon name="chevronRight" size={18} />
        </span>
      </span>
      <span class="card-quote">{t("quote.open") + citation.quote + t("quote.close")}</span>
    </a>
  );
}

function Standing({ shown }: { shown: Talk }) {
  const { state, text, proposal } = shown;
  const offersForm = state === "timed_out" || state === "filed";
  return (
    <div class={isTalking.value ? "standing open" : "standing"}>
      <p>
        <Icon name={state === "waiting" ? "clock" : state === "held" ? "person" : "info"} />
        <span>
          {text}
          {state === "waiting" && <Waited since={shown.asked_at} />}
        </span>
      </p>
      {isTalking.value && (
        <button type="button" class="button" onClick={() => void letPersonGo()}>
          {t(state === "waiting" ? "talk.cancel" : "talk.end")}
        </button>
      )}
      {offersForm && (
        <button type="button" class="button primary" data-opener="talk-petition" onClick={() => openPetition(proposal ?? null)}>
          <Icon name="file" />
          {t(state === "filed" ? "talk.check" : "talk.petition")}
        </button>
      )}
    </div>
  );
}

/** How long one has waited, by the clock of this device from when the page first saw it. */
function Waited({ since }: { since: string | null }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const began = Date.now();
    const timer = window.setInterval(() => (seconds.value = Math.floor((Date.now() - began) / 1000)), 1_000);
    return () => window.clearInterval(timer);
  }, [since]);
  return <small class="waited">{t("talk.waited", { seconds: seconds.value })}</small>;
}
