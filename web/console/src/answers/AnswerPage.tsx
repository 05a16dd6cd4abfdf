import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

import { explainAnswer } from "../api/answers";
import type { ExplainedAnswer } from "../api/types";
import { KeepAnswer } from "../golden/KeepAnswer";
import { longDay, shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useNow } from "../ui/useNow";
import { AnswerText } from "./AnswerText";
import { OutcomeTag } from "./OutcomeTag";
import { ReplayPane } from "./ReplayPane";
import { StepList } from "./StepList";

/** One answer: what was asked and said, how it came about step by step, and what it would be if asked again. */
export function AnswerPage() {
  const { id = "" } = useParams();
  const found = useQuery({ queryKey: ["answer", id], queryFn: () => explainAnswer(id) });
  useTitle(found.data?.question ?? "");
  if (found.isPending) {
    return (
      <div className="page">
        <Skeleton />
      </div>
    );
  }
  if (found.data === undefined) {
    return (
      <div className="page">
        <h1>{t("answers.not_shown")}</h1>
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  }
  return <AnswerView id={id} shown={found.data} />;
}

function AnswerView({ id, shown }: { id: string; shown: ExplainedAnswer }) {
  const { now } = useNow();
  const { answer } = shown;
  const facts = [word("rung", answer.rung), t("answers.sure", { confidence: answer.confidence.toFixed(2) })];
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{shown.question || t("answers.erased")}</h1>
        <OutcomeTag outcome={answer.outcome} />
        <span className="meta">
          {[...facts, shortStamp(shown.asked_at, now), t("answers.took", { milliseconds: Math.round(shown.milliseconds) })].join(t("list.dot"))}
        </span>
        {!shown.is_erased && (
          <div className="page-actions">
            <KeepAnswer id={id} />
          </div>
        )}
      </div>
      <div className="panes panes-answer">
        <Pane title={t("answers.said")} focusable>
          <Asked shown={shown} />
          {shown.is_erased ? <p className="meta">{t("answers.erased_hint")}</p> : <AnswerText answer={answer} />}
          <Rating shown={shown} />
        </Pane>
        <Pane title={t("answers.steps")} note={setupOf(shown.setup)}>
          <StepList steps={shown.steps} threshold={Number(shown.setup["evidence_threshold"] ?? 0)} />
        </Pane>
        <ReplayPane id={id} isErased={shown.is_erased} />
      </div>
    </div>
  );
}

function Asked({ shown }: { shown: ExplainedAnswer }) {
  return (
    <dl className="answer-facts">
      {shown.rewritten !== shown.question && shown.rewritten !== "" && (
        <>
          <dt>{t("answers.rewritten")}</dt>
          <dd>{shown.rewritten}</dd>
        </>
      )}
      <dt>{t("answers.as_of")}</dt>
      <dd>{longDay(shown.as_of)}</dd>
      {shown.region_code !== null && (
        <>
          <dt>{t("answers.region")}</dt>
          <dd>{shown.region_code}</dd>
        </>
      )}
      <dt>{t("answers.reason")}</dt>
      <dd>{shown.answer.reason}</dd>
    </dl>
  );
}

function Rating({ shown }: { shown: ExplainedAnswer }) {
  const said = shown.feedback;
  if (said === null) return null;
  const reasons = said.reasons.map((reason) => word("feedback", reason)).join(t("list.separator"));
  return (
    <p className="answer-rating">
      <strong>{said.helpful ? t("answers.help") : t("answers.no_help")}</strong> {[reasons, said.comment].filter(Boolean).join(t("list.dot"))}
    </p>
  );
}

const setupOf = (setup: Record<string, unknown>) =>
  Object.entries(setup)
    .map(([name, value]) => `${word("answers.setup", name)} ${String(value)}`)
    .join(t("list.dot"));
