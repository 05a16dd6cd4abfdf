/** Draws the answer grammar through the virtual DOM: no HTML is ever parsed. */
import type { JSX } from "preact";
import { bracketed, t } from "../../../shared/text";
import type { Answer, Citation } from "../../../shared/types";
import { citationValidity, governs } from "../validity";
import type { Block, Inline } from "../grammar";
import { openCitation } from "../panels";
import { panel } from "../state";

interface Cited {
  answer: Answer;
}

/** `answer` is absent while text still arrives: its citations are then numbers without a target. */
export function AnswerBlocks({ blocks, answer }: { blocks: Block[]; answer?: Answer }) {
  return (
    <div class="answer-text">
      {blocks.map((block, index) => (
        <AnswerBlock key={index} block={block} isFirst={index === 0} answer={answer} />
      ))}
    </div>
  );
}

function AnswerBlock({ block, isFirst, answer }: { block: Block; isFirst: boolean; answer?: Answer }) {
  if (block.kind === "heading") return <h3>{inlines(block.inlines, answer)}</h3>;
  if (block.kind === "paragraph") return <p class={isFirst ? "first" : undefined}>{inlines(block.inlines, answer)}</p>;
  return (
    <ul>
      {block.items.map((item, index) => (
        <li key={index}>{inlines(item, answer)}</li>
      ))}
    </ul>
  );
}

/** Draw the pieces of one line; without chips (`answer` null) in care mode, where buttons stand for them. */
export function inlines(pieces: Inline[], answer: Answer | null | undefined): JSX.Element[] {
  return pieces.map((piece, index) => {
    if (piece.kind === "text") return <span key={index}>{piece.text}</span>;
    if (piece.kind === "bold") return <strong key={index}>{piece.text}</strong>;
    if (answer === null) return <span key={index} />;
    const citation = answer?.citations.find((each) => each.marker === piece.marker);
    return answer && citation ? (
      <Chip key={index} citation={citation} answer={answer} />
    ) : (
      <span key={index} class="chip" aria-label={t("cite.pending", { marker: piece.marker })} role="img">
        {piece.marker}
      </span>
    );
  });
}

function Chip({ citation, answer }: { citation: Citation } & Cited) {
  const isCurrent = isShown(answer, citation.marker);
  const isOld = !governs(citationValidity(citation, answer.checked_on).validity);
  const open = (event: MouseEvent) => followCitation(event, answer, citation.marker);
  const { marker } = citation;
  return (
    <a
      href={citation.url}
      class={`chip${isOld ? " old" : ""}${isCurrent ? " current" : ""}`}
      aria-label={t("cite.label", { marker, title: bracketed(citation.title), clause: citation.clause_label })}
      aria-current={isCurrent ? "true" : undefined}
      data-opener={`cite-${answer.message_id}-${marker}`}
      onClick={open}
      onMouseEnter={placePreview}
      onFocus={placePreview}
    >
      {isOld ? t("cite.expired", { marker }) : marker}
      <span class="preview" aria-hidden="true">
        <b>{citation.clause_label}</b> {t("quote.open") + citation.quote + t("quote.close")}
      </span>
    </a>
  );
}

/** Open a citation in the panel; a click that asks for a new tab is left to the browser. */
export function followCitation(event: MouseEvent, answer: Answer, marker: number): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  openCitation(answer, marker);
}

/** Say whether the panel shows this citation of this answer now. */
export function isShown(answer: Answer, marker: number): boolean {
  const shown = panel.value;
  return shown?.kind === "document" && shown.target.citations === answer.citations && shown.target.marker === marker;
}

function placePreview(event: { currentTarget: EventTarget | null }): void {
  const chip = event.currentTarget as HTMLElement;
  const middle = chip.closest(".scroller")?.getBoundingClientRect();
  const box = chip.getBoundingClientRect();
  chip.classList.toggle("leans-left", middle !== undefined && box.left > middle.left + middle.width / 2);
  chip.classList.toggle("hangs", middle !== undefined && box.top - middle.top < 140);
}
