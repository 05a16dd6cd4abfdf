import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";

import { replayAnswer } from "../api/answers";
import type { ReplayedAnswer } from "../api/types";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { AnswerText } from "./AnswerText";
import { OutcomeTag } from "./OutcomeTag";

/** Asks the question again: with what was known then, and with what is known today. */
export function ReplayPane({ id, isErased }: { id: string; isErased: boolean }) {
  const replay = useMutation({ mutationFn: () => replayAnswer(id) });
  const button = (
    <Button size="small" loading={replay.isPending} disabled={isErased} onClick={() => replay.mutate()}>
      {isErased ? t("answers.replay_erased") : t("answers.replay")}
    </Button>
  );
  return (
    <Pane title={t("answers.again")} actions={button} focusable>
      <ProblemAlert error={replay.error} onRetry={() => replay.mutate()} />
      {replay.data === undefined ? (
        <p className="meta">{t("answers.again_hint")}</p>
      ) : (
        <>
          <Again title={t("answers.then")} found={replay.data.then} />
          <Again title={t("answers.today")} found={replay.data.today} />
        </>
      )}
    </Pane>
  );
}

function Again({ title, found }: { title: string; found: ReplayedAnswer }) {
  const { answer, difference } = found;
  return (
    <section className="again">
      <h3>
        {title} <OutcomeTag outcome={answer.outcome} />
      </h3>
      {difference.same ? <Tag tone="green" icon="check">{t("answers.same")}</Tag> : <Changes difference={difference} />}
      {!difference.same && <AnswerText answer={answer} />}
    </section>
  );
}

function Changes({ difference }: { difference: ReplayedAnswer["difference"] }) {
  const what = (["outcome", "rung", "text"] as const).filter((name) => difference[name]).map((name) => t(`answers.${name}`));
  return (
    <>
      <Tag tone="amber" icon="swap">
        {t("answers.differs", { what: what.join(t("list.separator")) || t("answers.basis") })}
      </Tag>
      <ul className="changes-of-basis">
        {difference.lost.map((citation) => (
          <li key={`-${citation.url}${citation.start}`}>
            {t("answers.lost", { title: citation.title, label: citation.clause_label, version: citation.version })}
          </li>
        ))}
        {difference.gained.map((citation) => (
          <li key={`+${citation.url}${citation.start}`}>
            {t("answers.gained", { title: citation.title, label: citation.clause_label, version: citation.version })}
          </li>
        ))}
      </ul>
    </>
  );
}
