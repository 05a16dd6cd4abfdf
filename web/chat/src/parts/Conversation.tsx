/** The exchange so far. It follows the answer while the reader is at its end, and never pulls them back. */
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon } from "../icons";
import { talk, turns, type Turn } from "../state";
import { AnswerSheet } from "./AnswerSheet";
import { later } from "./later";
import { Pending } from "./Pending";

const NEAR_END_PX = 120;
const TalkAfter = later<{ index: number }>(async () => (await import("./TalkAfter")).TalkAfter);

export function Conversation() {
  const scroller = useRef<HTMLDivElement>(null);
  const isAway = useSignal(false);
  const count = turns.value.length;
  const follows = useRef(true);
  const last = turns.value[count - 1]?.view.value;
  useEffect(() => {
    follows.current = true;
  }, [count]);
  useEffect(() => {
    if (follows.current) showLastQuestion(scroller.current);
  }, [count, last]);
  const leave = () => (follows.current = false);
  const onScroll = () => {
    const box = scroller.current;
    if (box) isAway.value = box.scrollHeight - box.scrollTop - box.clientHeight > NEAR_END_PX * 3;
  };
  const toLatest = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  return (
    <>
      <div
        class="scroller"
        ref={scroller}
        onScroll={onScroll}
        onWheel={leave}
        onTouchMove={leave}
        onKeyDown={leave}
        tabIndex={0}
        aria-label={t("log.label")}
        role="log"
        aria-live="off"
      >
        <div class="column">
          {turns.value.map((turn, index) => (
            <Fragment key={turn.key}>
              <Exchange turn={turn} isLast={index === count - 1} />
              {talk.value && <TalkAfter index={index} />}
            </Fragment>
          ))}
        </div>
      </div>
      {isAway.value && (
        <button type="button" class="button to-latest" onClick={toLatest}>
          <Icon name="chevronDown" />
          {t("log.toLatest")}
        </button>
      )}
    </>
  );
}

function Exchange({ turn, isLast }: { turn: Turn; isLast: boolean }) {
  const { answer, state } = turn.view.value;
  return (
    <div class="exchange" role="group" aria-label={turn.question}>
      <h2 class="bubble">
        <span class="hidden">{t("log.question")}</span>
        {turn.question}
      </h2>
      {answer && state === "done" ? (
        <AnswerSheet turn={turn} answer={answer} isLast={isLast} />
      ) : (
        <Pending turn={turn} />
      )}
    </div>
  );
}

function showLastQuestion(box: HTMLDivElement | null): void {
  const last = box?.querySelector<HTMLElement>(".exchange:last-child");
  if (box && last) box.scrollTop = last.offsetTop - 16;
}
