/** Where the question is written. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { ask, stop } from "../ask";
import { Icon } from "../icons";
import { isSendKey } from "../keys";
import { care } from "../prefs";
import { busyTurn, draft, embedded, entry, notice, setDraft, site } from "../state";

export function Composer({ isFirst = false }: { isFirst?: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isBusy = busyTurn.value !== null;
  useEffect(() => fit(field.current), [draft.value]);
  useEffect(() => {
    if (isFirst && !embedded && window.matchMedia("(min-width: 640px) and (hover: hover)").matches) field.current?.focus();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    void ask(draft.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSendKey(event)) submit(event);
  };
  return (
    <form class="composer" onSubmit={submit}>
      {notice.value && (
        <p class="notice" role="alert">
          <Icon name="info" />
          {notice.value}
        </p>
      )}
      <div class="composer-box">
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
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
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
      </div>
      <Note isFirst={isFirst} />
    </form>
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

function placeholder(isFirst: boolean): string {
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
