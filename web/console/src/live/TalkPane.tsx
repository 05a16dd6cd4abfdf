import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";

import { AnswerText } from "../answers/AnswerText";
import { giveBack, readHandOver, takeOver } from "../api/live";
import type { HandOverDetail, MessageOut, SaidOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { LIVE_DESK } from "../shell/useLiveDesk";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useNow } from "../ui/useNow";
import type { Draft } from "./LivePage";
import { ProposalPanel } from "./ProposalPanel";
import { ReplyBox } from "./ReplyBox";

const HEAR_MS = 2_500;

interface TalkPaneProps {
  id: string;
  draft: Draft;
  onWrite: (change: (draft: Draft) => Draft) => void;
}

/** One conversation: what the assistant answered, what was said since, and the box for the reply. */
export function TalkPane({ id, draft, onWrite }: TalkPaneProps) {
  const found = useQuery({
    queryKey: ["hand-over", id],
    queryFn: () => readHandOver(id),
    enabled: id !== "",
    refetchInterval: ({ state }) => (["waiting", "held"].includes(state.data?.hand_over.state ?? "") ? HEAR_MS : false),
    refetchIntervalInBackground: true,
  });
  if (id === "" || found.data === undefined) {
    return (
      <Pane title={t("live.talk")}>
        {id === "" ? <p className="empty">{t("live.choose")}</p> : found.isPending && <Skeleton />}
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      </Pane>
    );
  }
  return <Shown shown={found.data} error={found.error} draft={draft} onWrite={onWrite} />;
}

function Shown({ shown, error, draft, onWrite }: { shown: HandOverDetail; error: unknown } & Omit<TalkPaneProps, "id">) {
  const { id, state } = shown.hand_over;
  const { now } = useNow();
  const end = useRef<HTMLDivElement>(null);
  const lines = linesOf(shown);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines.length, id]);
  return (
    <Pane
      title={t("live.talk")}
      note={<Tag tone={state === "held" || state === "waiting" ? "blue" : "grey"}>{word("live.state", state)}</Tag>}
      actions={<Actions shown={shown} />}
      foot={state === "held" && <ReplyBox id={id} draft={draft} onWrite={onWrite} />}
      focusable
    >
      <ProblemAlert error={error} />
      <ul className="live-talk">
        {lines.map((line) => (
          <li key={line.key} className={`live-line live-${line.author}`}>
            <p className="live-author">
              {line.name} <span className="meta">{shortStamp(line.at, now)}</span>
            </p>
            {line.answer ? <AnswerText answer={line.answer} /> : <p className="live-text">{line.text}</p>}
            {line.citations.map((citation) => (
              <blockquote key={citation.marker} className="live-quote">
                {t("answers.citation", { title: citation.title, label: citation.clause_label })}
                <br />
                {citation.quote}
              </blockquote>
            ))}
          </li>
        ))}
      </ul>
      <div ref={end} />
    </Pane>
  );
}

function Actions({ shown }: { shown: HandOverDetail }) {
  const { id, state } = shown.hand_over;
  const client = useQueryClient();
  const say = useToast();
  const [isProposing, setProposing] = useState(false);
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: LIVE_DESK }), client.invalidateQueries({ queryKey: ["hand-over", id] })]);
  const take = useMutation({ mutationFn: () => takeOver(id), onSettled: refresh });
  const back = useMutation({
    mutationFn: () => giveBack(id),
    onSuccess: () => say(t("live.given_back")),
    onSettled: refresh,
  });
  return (
    <>
      {state === "waiting" && (
        <Button type="primary" size="small" loading={take.isPending} onClick={() => take.mutate()}>
          {t("live.take")}
        </Button>
      )}
      {state === "held" && (
        <span className="live-actions">
          <Button size="small" onClick={() => setProposing(true)}>
            {t("live.to_petition")}
          </Button>
          <Button size="small" loading={back.isPending} onClick={() => back.mutate()}>
            {t("live.give_back")}
          </Button>
        </span>
      )}
      <ProblemAlert error={take.error ?? back.error} />
      <ProposalPanel id={id} draft={shown.draft} isOpen={isProposing} onClose={() => setProposing(false)} onDone={() => void refresh()} />
    </>
  );
}

interface Line {
  key: string;
  at: string;
  author: "enterprise" | "assistant" | "agent";
  name: string;
  text: string;
  answer: MessageOut["answer"];
  citations: SaidOut["citations"];
}

function linesOf({ conversation }: HandOverDetail): Line[] {
  const asked = conversation.messages.flatMap((message, index): Line[] => {
    const question: Line = { key: `q${index}`, at: message.asked_at, author: "enterprise", name: t("live.enterprise"), text: message.question, answer: null, citations: [] };
    if (message.answer === null) return [question];
    return [question, { key: `a${index}`, at: message.answer.answered_at, author: "assistant", name: t("live.assistant"), text: "", answer: message.answer, citations: [] }];
  });
  const said = (conversation.said ?? []).map(
    (each): Line => ({
      key: `s${each.number}`,
      at: each.said_at,
      author: each.author,
      name: each.author === "agent" ? (each.agent ?? "") : t("live.enterprise"),
      text: each.text,
      answer: null,
      citations: each.citations,
    }),
  );
  return [...asked, ...said].sort((one, other) => one.at.localeCompare(other.at));
}
