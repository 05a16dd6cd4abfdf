import { useQuery } from "@tanstack/react-query";

import { readConversation } from "../api/petitions";
import type { ConversationOut, MessageOut, PetitionDetail, SaidOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";

/** The conversation the petition came from, word for word, and the clauses it was answered with. */
export function Evidence({ petition }: { petition: PetitionDetail }) {
  const { now } = useNow();
  const id = petition.conversation_id;
  const talk = useQuery({
    queryKey: ["conversation", id],
    queryFn: () => readConversation(id ?? ""),
    enabled: id !== null,
    staleTime: Infinity,
  });
  if (id === null) return null;
  return (
    <section className="part" aria-label={t("evidence.title")}>
      <h3>
        {t("evidence.title")}{" "}
        {talk.data !== undefined && (
          <span className="meta">{t("evidence.when", { stamp: shortStamp(talk.data.started_at, now) })}</span>
        )}
      </h3>
      <ProblemAlert error={talk.error} />
      <ul className="talk">
        {partsOf(talk.data).map((part) =>
          "said_at" in part ? <Said key={`said.${part.number}`} said={part} /> : <Exchange key={`${part.asked_at}.${part.question}`} message={part} />,
        )}
      </ul>
    </section>
  );
}

/** Questions with their answers and what was said with an agent, in the order in which it came. */
function partsOf(talk: ConversationOut | undefined): (MessageOut | SaidOut)[] {
  const at = (part: MessageOut | SaidOut) => ("said_at" in part ? part.said_at : part.asked_at);
  return [...(talk?.messages ?? []), ...(talk?.said ?? [])].sort((one, other) => at(one).localeCompare(at(other)));
}

function Said({ said }: { said: SaidOut }) {
  return (
    <li>
      <p className="asked-text">
        <strong className={said.author === "enterprise" ? "talk-own" : undefined}>{said.agent ?? t("evidence.enterprise")}</strong> {said.text}
      </p>
    </li>
  );
}

function Exchange({ message: { question, answer } }: { message: MessageOut }) {
  return (
    <li>
      <p>
        <strong className="talk-own">{t("evidence.enterprise")}</strong> {question}
      </p>
      {answer !== null && (
        <>
          <p className="asked-text">
            <strong>{t("evidence.service")}</strong> {answer.text.replaceAll("**", "")}
          </p>
          <ul className="cited">
            {answer.citations.map((citation) => (
              <li key={citation.marker}>
                <span className="chip">{citation.marker}</span>{" "}
                <a href={citation.url} target="_blank" rel="noreferrer">
                  {t("answers.citation", { title: citation.title, label: citation.clause_label })}
                </a>{" "}
                <Tag tone={citation.status === "published" ? "green" : "red"} icon={citation.status === "published" ? "check" : "close"}>
                  {t(citation.status === "published" ? "validity.in_force" : "validity.ended")}
                </Tag>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}
