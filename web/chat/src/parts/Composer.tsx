/** Where the question is written, with what it may mean offered below. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Suggestion } from "../../../shared/types";
import { ask } from "../ask";
import { Icon } from "../icons";
import { isSendKey } from "../keys";
import { canListen, listening, toggleListening } from "../listening";
import { askAboutNotice, notice as attached, takeFile } from "../notice";
import { care } from "../prefs";
import { stop } from "../running";
import { busyTurn, draft, embedded, entry, isWithAgent, notice, setDraft, site } from "../state";
import { chosen, closeSuggestions, moveChoice, suggestFor, suggestions } from "../typeahead";
import { AttachButton, AttachedNotice } from "./AttachedNotice";

const LIST = "composer-suggestions";

export function Composer({ isFirst = false }: { isFirst?: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isBusy = busyTurn.value !== null;
  useEffect(() => fit(field.current), [draft.value]);
  useEffect(() => {
    if (isFirst && !embedded && window.matchMedia("(min-width: 640px) and (hover: hover)").matches) field.current?.focus();
    return closeSuggestions;
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    closeSuggestions();
    void ask(attached.value ? askAboutNotice(draft.value) : draft.value);
  };
  return (
    <form class="composer" onSubmit={submit}>
      {notice.value && (
        <p class="notice" role="alert">
          <Icon name="info" />
          {notice.value}
        </p>
      )}
      <AttachedNotice />
      <div class="composer-box">
        <AttachButton />
        <label class="hidden" for="composer">
          {t("composer.label")}
        </label>
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={draft.value}
          placeholder={placeholder(isFirst)}
          enterkeyhint="send"
          autocomplete="off"
          aria-autocomplete="list"
          aria-controls={LIST}
          aria-activedescendant={chosen.value < 0 ? undefined : `${LIST}-${chosen.value}`}
          onInput={(event) => {
            setDraft(event.currentTarget.value);
            if (!event.isComposing) suggestFor(event.currentTarget.value);
          }}
          onCompositionEnd={(event) => suggestFor(event.currentTarget.value)}
          onKeyDown={(event) => onKeyDown(event, submit)}
          onBlur={closeSuggestions}
          onPaste={onPaste}
        />
        {canListen() && <VoiceButton />}
        {isBusy ? (
          <button key="stop" type="button" class="button send" onClick={stop}>
            <Icon name="stop" />
            {t("composer.stop")}
          </button>
        ) : (
          <button key="send" type="submit" class="button primary send">
            {t("composer.send")}
          </button>
        )}
        <Suggestions />
      </div>
      <Note isFirst={isFirst} />
    </form>
  );
}

/** A box of several lines may not be a combobox, so how many there are is said by a status of its own. */
function Suggestions() {
  const count = suggestions.value.length;
  return (
    <>
      <p class="hidden" role="status">
        {count ? t("composer.suggested", { count }) : ""}
      </p>
      <SuggestionList />
    </>
  );
}

function SuggestionList() {
  return (
    <ul id={LIST} class="typeahead" role="listbox" aria-label={t("composer.suggestions")} hidden={!suggestions.value.length}>
      {suggestions.value.map((suggestion, index) => (
        <li
          key={suggestion.text}
          id={`${LIST}-${index}`}
          role="option"
          aria-selected={index === chosen.value}
          onMouseDown={(event) => {
            event.preventDefault(); // the box keeps the focus, so that the list is still there when the button comes up
            take(suggestion);
          }}
        >
          <Icon name={suggestion.kind === "faq" ? "search" : "book"} />
          {suggestion.text}
        </li>
      ))}
    </ul>
  );
}

function VoiceButton() {
  return (
    <button
      type="button"
      class="icon-button voice"
      aria-label={t(listening.value ? "voice.stop" : "voice.start")}
      aria-pressed={listening.value}
      onClick={toggleListening}
    >
      <Icon name={listening.value ? "stop" : "mic"} size={22} />
    </button>
  );
}

function Note({ isFirst }: { isFirst: boolean }) {
  return (
    <p class={isFirst ? "composer-note first" : "composer-note"}>
      <span class="wide">{site.value?.composer_note || t("composer.note")}</span>
      <span class="narrow">{t("composer.note.short")}</span>
    </p>
  );
}

/** A question is asked at once; a title is only written, because what is to be known about it is still open. */
function take(suggestion: Suggestion): void {
  closeSuggestions();
  if (suggestion.kind === "faq") return void ask(suggestion.text);
  setDraft(t("composer.about", { title: suggestion.text }));
  document.getElementById("composer")?.focus();
}

function onKeyDown(event: KeyboardEvent, submit: (event: Event) => void): void {
  const isOpen = suggestions.value.length > 0 && !event.isComposing;
  if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    moveChoice(event.key === "ArrowDown" ? 1 : -1);
  } else if (isOpen && event.key === "Escape") {
    event.preventDefault();
    closeSuggestions();
  } else if (isSendKey(event)) {
    const marked = suggestions.value[chosen.value];
    if (!isOpen || !marked) return submit(event);
    event.preventDefault();
    take(marked);
  }
}

function onPaste(event: ClipboardEvent): void {
  const file = event.clipboardData?.files[0];
  if (!file) return;
  event.preventDefault();
  void takeFile(file);
}

function placeholder(isFirst: boolean): string {
  if (isWithAgent.value) return t("talk.placeholder");
  if (care.value) return t("care.placeholder");
  if (!isFirst) return t("composer.more");
  if (window.matchMedia("(max-width: 639px)").matches) return t("composer.short");
  return t(`composer.example.${entry.value}`);
}

function fit(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 168)}px`;
}
