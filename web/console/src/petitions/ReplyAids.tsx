import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { draftReply, suggestFor } from "../api/petitions";
import type { LikePetitionOut, ReplyDraftOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useNow } from "../ui/useNow";
import { pathOf } from "./queues";

interface ReplyAidsProps {
  number: string;
  onInsert: (words: string, basis: string[]) => void;
}

/** What helps to write the reply: a draft from published knowledge with its clauses, and how like cases were answered. */
export function ReplyAids({ number, onInsert }: ReplyAidsProps) {
  const [open, setOpen] = useState<"draft" | "solved" | null>(null);
  const like = useQuery({ queryKey: ["suggestions", number], queryFn: () => suggestFor(number) });
  const draft = useQuery({
    queryKey: ["reply-draft", number],
    queryFn: () => draftReply(number),
    enabled: open === "draft",
    staleTime: Infinity,
  });
  const solved = like.data?.solved ?? [];
  const toggle = (aid: "draft" | "solved") => setOpen(open === aid ? null : aid);
  return (
    <div className="aids">
      <div className="aids-bar" role="group" aria-label={t("aids.title")}>
        <Button size="small" aria-expanded={open === "draft"} onClick={() => toggle("draft")}>
          {t("aids.draft")}
        </Button>
        <Button size="small" aria-expanded={open === "solved"} onClick={() => toggle("solved")}>
          {t("aids.solved", { count: solved.length })}
        </Button>
      </div>
      {open === "draft" && (
        <>
          <ProblemAlert error={draft.error} onRetry={() => void draft.refetch()} />
          {draft.isPending && <Skeleton lines={3} />}
          {draft.data !== undefined && <Draft draft={draft.data} onInsert={onInsert} />}
        </>
      )}
      {open === "solved" && <Solved cases={solved} onInsert={onInsert} />}
    </div>
  );
}

function Draft({ draft, onInsert }: { draft: ReplyDraftOut; onInsert: ReplyAidsProps["onInsert"] }) {
  if (draft.sources.length === 0) return <p className="meta">{t("aids.no_draft")}</p>;
  return (
    <div className="aid">
      <p className="asked-text">{draft.text}</p>
      <ul>
        {draft.sources.map((source) => (
          <li key={source.marker}>
            <a href={source.url} target="_blank" rel="noreferrer">
              {source.basis}
            </a>
            <blockquote className="quoted">{t("aids.quote", { words: source.quote })}</blockquote>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => onInsert(draft.text, draft.sources.map((source) => source.basis))}>
        {t("aids.insert_draft")}
      </Button>
    </div>
  );
}

function Solved({ cases, onInsert }: { cases: LikePetitionOut[]; onInsert: ReplyAidsProps["onInsert"] }) {
  const { now } = useNow();
  if (cases.length === 0) return <p className="meta">{t("aids.no_solved")}</p>;
  return (
    <ul>
      {cases.map((one) => (
        <li key={one.number} className="aid">
          <Link to={pathOf(one)}>{one.title}</Link>
          <div className="meta">
            {t("aids.like", { share: Math.round(one.likeness * 100), words: one.terms.join(t("list.separator")) })}
            {one.reply && ` ${one.reply.department ?? ""} ${shortStamp(one.reply.answered_at, now)}`}
          </div>
          {one.reply && (
            <>
              <p className="asked-text">{one.reply.text}</p>
              <Button size="small" onClick={() => onInsert(one.reply?.text ?? "", one.reply?.basis ?? [])}>
                {t("aids.insert_reply")}
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
