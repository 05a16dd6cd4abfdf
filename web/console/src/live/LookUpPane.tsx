import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";

import { AnswerText } from "../answers/AnswerText";
import { OutcomeTag } from "../answers/OutcomeTag";
import { lookUp } from "../api/live";
import type { AnswerOut, CitationOut } from "../api/types";
import { t } from "../text";
import { FieldError } from "../ui/FieldError";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import type { Draft } from "./LivePage";

const MOST_CHARS = 2_000;
const MOST_CLAUSES = 10;

interface LookUpPaneProps {
  id: string;
  onInsert: (change: (draft: Draft) => Draft) => void;
}

/** Knowledge at hand: ask the assistant for the enterprise, and put what it quotes into the reply with its source. */
export function LookUpPane({ id, onInsert }: LookUpPaneProps) {
  const [question, setQuestion] = useState("");
  const [isMissing, setMissing] = useState(false);
  const look = useMutation({ mutationFn: (asked: string) => lookUp(id, asked) });
  const search = () => {
    const asked = question.trim();
    setMissing(asked === "");
    if (asked !== "") look.mutate(asked);
  };
  const insert = (text: string, citations: CitationOut[]) =>
    onInsert((draft) => ({
      text: [draft.text.trim(), text].filter(Boolean).join("\n").slice(0, MOST_CHARS),
      citations: added(draft.citations, citations),
    }));
  return (
    <Pane title={t("live.knowledge")} className="pane-form">
      <label htmlFor="live-look-up">{t("live.look_up")}</label>
      <p className="meta">{t("live.look_up_hint")}</p>
      <form
        className="live-search"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <Input id="live-look-up" value={question} maxLength={2000} onChange={(event) => setQuestion(event.target.value)} aria-invalid={isMissing} />
        <Button htmlType="submit" loading={look.isPending}>
          {t("live.search")}
        </Button>
      </form>
      {isMissing && <FieldError>{t("live.question_missing")}</FieldError>}
      <ProblemAlert error={look.error} />
      {look.isPending && <Skeleton />}
      {look.data !== undefined && !look.isPending && <Found answer={look.data} onInsert={insert} />}
    </Pane>
  );
}

function Found({ answer, onInsert }: { answer: AnswerOut; onInsert: (text: string, citations: CitationOut[]) => void }) {
  return (
    <section className="live-found" aria-label={t("live.look_up")}>
      <OutcomeTag outcome={answer.outcome} />
      <AnswerText answer={answer} />
      {answer.citations.length > 0 && (
        <>
          <ul className="live-inserts">
            {answer.citations.map((citation) => (
              <li key={citation.marker}>
                <Button size="small" onClick={() => onInsert(quoted(citation), [citation])}>
                  {`[${citation.marker}] ${t("live.insert_clause")}`}
                </Button>
              </li>
            ))}
          </ul>
          <Button onClick={() => onInsert(plain(answer.text), answer.citations)}>{t("live.insert")}</Button>
        </>
      )}
    </section>
  );
}

const quoted = ({ title, clause_label: label, quote }: CitationOut) => t("live.quoted", { title, label, quote });

/** The answer's words without its grammar: marks of citation, bold and headings mean nothing in a message. */
const plain = (text: string) =>
  text
    .replace(/\[\d+\]/g, "")
    .replaceAll("**", "")
    .replace(/^## /gm, "")
    .trim();

function added(before: CitationOut[], more: CitationOut[]): CitationOut[] {
  const keyOf = ({ document_id, version, start, end }: CitationOut) => [document_id, version, start, end].join(".");
  const known = new Set(before.map(keyOf));
  return [...before, ...more.filter((each) => !known.has(keyOf(each)))].slice(0, MOST_CLAUSES);
}
