import { AnswerText } from "../answers/AnswerText";
import { OutcomeTag } from "../answers/OutcomeTag";
import { StepList } from "../answers/StepList";
import type { DifferenceOut, TriedAnswer } from "../api/types";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { Tag } from "../ui/Tag";
import { HitTest } from "./HitTest";

interface TriedProps {
  title: string;
  tried: TriedAnswer;
  difference: DifferenceOut | null;
}

/** One answer that was tried: its words, what it was made with, where the wanted clause stands, and every step. */
export function Tried({ title, tried, difference }: TriedProps) {
  const { answer, rank } = tried;
  const facts = [
    word("rung", answer.rung),
    t("answers.sure", { confidence: answer.confidence.toFixed(2) }),
    t("answers.took", { milliseconds: Math.round(tried.milliseconds) }),
  ];
  return (
    <Pane title={title} className="review-pane" note={<OutcomeTag outcome={answer.outcome} />} focusable>
      <p className="meta">{facts.join(t("list.dot"))}</p>
      {difference !== null && (
        <p role="status">
          {difference.same ? <Tag tone="green" icon="check">{t("try.same")}</Tag> : <Tag tone="amber" icon="swap">{t("try.differs")}</Tag>}
        </p>
      )}
      {rank !== null && (
        <HitTest rank={rank} />
      )}
      <AnswerText answer={answer} />
      <h3 className="try-steps">{t("answers.steps")}</h3>
      <StepList steps={tried.steps} threshold={Number(tried.setup["evidence_threshold"] ?? 0)} />
    </Pane>
  );
}
