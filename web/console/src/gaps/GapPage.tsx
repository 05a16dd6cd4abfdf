import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { draftFromGap, readGap, reopenGap } from "../api/gaps";
import type { GapDetail, GapOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { editsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useNow } from "../ui/useNow";
import { DismissPanel } from "./DismissPanel";
import { GapStateTag } from "./GapStateTag";
import { keepGap } from "./refresh";

type Wording = GapDetail["wordings"][number];

const CHECK_MILLISECONDS = 10_000;

/** One gap: how it was asked, which wordings are answered by now, and what to do about it. */
export function GapPage() {
  const { id = "" } = useParams();
  const found = useQuery({ queryKey: ["gap", id], queryFn: () => readGap(id), refetchInterval: CHECK_MILLISECONDS });
  useTitle(found.data?.gap.title ?? "");
  if (found.data !== undefined) return <GapView shown={found.data} />;
  return (
    <div className="page">
      {found.isPending ? (
        <Skeleton />
      ) : (
        <>
          <h1>{t("gaps.not_shown")}</h1>
          <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
        </>
      )}
    </div>
  );
}

function GapView({ shown }: { shown: GapDetail }) {
  const { gap } = shown;
  const { now } = useNow();
  const share = `${Math.round(shown.share_to_resolve * 100)}%`;
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{gap.title}</h1>
        <GapStateTag state={gap.state} />
        <span className="meta">{t("gaps.of", { answered: gap.answered, wordings: gap.wordings })}</span>
        <GapActions gap={gap} />
      </div>
      <div className="panes panes-gap">
        <Pane title={t("gaps.wordings")} note={t("gaps.wordings_hint", { share })} focusable>
          <Table<Wording>
            className="sheet"
            size="small"
            rowKey="text"
            columns={columnsFor(now)}
            dataSource={shown.wordings}
            pagination={false}
          />
        </Pane>
        <Pane title={t("gaps.about")}>
          <About gap={gap} now={now} />
        </Pane>
      </div>
    </div>
  );
}

function columnsFor(now: string): TableColumnsType<Wording> {
  return [
    { title: t("gaps.wordings"), key: "text", render: (_, { text }) => text },
    { title: t("gaps.questions"), key: "times", width: 76, align: "right", render: (_, { times }) => t("gaps.times", { count: times }) },
    {
      title: t("gaps.why"),
      key: "whys",
      width: 116,
      responsive: ["md"],
      render: (_, { whys }) => whys.map((why) => word("gap_why", why)).join(t("list.separator")),
    },
    {
      title: t("gaps.answered"),
      key: "answered",
      width: 116,
      render: (_, { is_answered: isAnswered }) =>
        isAnswered ? (
          <Tag tone="green" icon="check">
            {t("gaps.answered_yes")}
          </Tag>
        ) : (
          <Tag tone="grey" icon="wait">
            {t("gaps.answered_no")}
          </Tag>
        ),
    },
    { title: t("gaps.last_asked"), key: "last", width: 104, responsive: ["lg"], render: (_, row) => shortStamp(row.last_asked_at, now) },
  ];
}

function About({ gap, now }: { gap: GapOut; now: string }) {
  return (
    <dl className="answer-facts">
      <dt>{t("gaps.questions")}</dt>
      <dd>{[t("gaps.times", { count: gap.questions }), `${t("gaps.askers")} ${gap.askers}`].join(t("list.dot"))}</dd>
      <dt>{t("gaps.first_asked")}</dt>
      <dd>{shortStamp(gap.first_asked_at, now)}</dd>
      <dt>{t("gaps.last_asked")}</dt>
      <dd>{shortStamp(gap.last_asked_at, now)}</dd>
      <dt>{t("gaps.department")}</dt>
      <dd>{gap.department ?? t("state.dash")}</dd>
      <dt>{t("gaps.checked")}</dt>
      <dd>{gap.checked_at === null ? t("gaps.not_checked") : shortStamp(gap.checked_at, now)}</dd>
      <dt>{t("gaps.entry")}</dt>
      <dd>
        {gap.entry_id === null ? (
          t("gaps.no_entry")
        ) : (
          <Link to={`/knowledge/${encodeURIComponent(gap.entry_id)}`}>{t("gaps.open_entry")}</Link>
        )}
      </dd>
      {gap.dismissed_reason !== "" && (
        <>
          <dt>{t("gaps.dismissed_reason")}</dt>
          <dd>{gap.dismissed_reason}</dd>
        </>
      )}
    </dl>
  );
}

function GapActions({ gap }: { gap: GapOut }) {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const [dismissing, setDismissing] = useState(false);
  const draft = useMutation({
    mutationFn: () => draftFromGap(gap.id),
    onSuccess: async (entry) => {
      say(t("gaps.drafted"));
      await client.invalidateQueries({ queryKey: ["gap", gap.id] });
      void navigate(`/knowledge/${entry.document.document_id}/${entry.document.version}`);
    },
  });
  const reopen = useMutation({
    mutationFn: () => reopenGap(gap.id),
    onSuccess: async (answered) => {
      say(t("gaps.reopened"));
      await keepGap(client, answered);
    },
  });
  if (!editsKnowledge(me) || gap.state === "resolved") return null;
  return (
    <>
      <div className="page-actions">
        {gap.state === "dismissed" ? (
          <Button loading={reopen.isPending} onClick={() => reopen.mutate()}>
            {t("gaps.reopen")}
          </Button>
        ) : (
          <>
            <Button onClick={() => setDismissing(true)}>{t("gaps.dismiss")}</Button>
            {gap.entry_id === null && (
              <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate()}>
                {t("gaps.draft")}
              </Button>
            )}
          </>
        )}
      </div>
      <ProblemAlert error={draft.error ?? reopen.error} />
      <DismissPanel gap={gap} isOpen={dismissing} onClose={() => setDismissing(false)} />
    </>
  );
}
