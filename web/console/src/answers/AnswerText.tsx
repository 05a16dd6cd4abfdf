import { Link } from "react-router";

import type { AnswerOut } from "../api/types";
import { t } from "../text";

const BOLD = /\*\*([^*]+)\*\*/g;

/** An answer in its grammar: headings, list items, bold words and citation marks; nothing else is markup. */
export function AnswerText({ answer }: { answer: AnswerOut }) {
  return (
    <>
      <div className="answer-text">
        {answer.text.split("\n").map((line, number) => (
          <Line key={number} line={line} />
        ))}
      </div>
      <ol className="answer-basis">
        {answer.citations.map((citation) => (
          <li key={citation.marker} value={citation.marker}>
            <Link to={`/knowledge/${encodeURIComponent(citation.document_id)}/${citation.version}`}>
              {t("answers.citation", { title: citation.title, label: citation.clause_label })}
            </Link>
            <blockquote>{citation.quote}</blockquote>
          </li>
        ))}
      </ol>
    </>
  );
}

function Line({ line }: { line: string }) {
  if (line.startsWith("## ")) return <h3>{line.slice(3)}</h3>;
  if (line.startsWith("- ")) return <p className="answer-item">{bold(line.slice(2))}</p>;
  return line === "" ? null : <p>{bold(line)}</p>;
}

function bold(text: string) {
  return text.split(BOLD).map((part, number) => (number % 2 === 1 ? <strong key={number}>{part}</strong> : part));
}
