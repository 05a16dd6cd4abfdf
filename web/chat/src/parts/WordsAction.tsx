/** Something the petitioner may do that takes words: a button that opens a small form under it. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon, type IconName } from "../icons";
import { lookupFailure } from "../lookup";
import { say } from "../state";
import { Field } from "./Field";

const MAX_WORDS = 1_000;

interface Props {
  name: string;
  icon: IconName;
  text: string;
  note?: string;
  label: string;
  hint?: string;
  /** What to say when no words were written; without it they may be left out. */
  missing?: string;
  send: string;
  done: string;
  act: (words: string) => Promise<void>;
}

export function WordsAction(props: Props) {
  const isOpen = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon name={props.icon} />
        {props.text}
        {props.note && <small>{props.note}</small>}
      </button>
      {isOpen.value && <WordsForm {...props} onDone={() => (isOpen.value = false)} />}
    </>
  );
}

function WordsForm({ name, label, hint, missing, send, done, act, onDone }: Props & { onDone: () => void }) {
  const words = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    error.value = words.value.trim() ? undefined : missing;
    if (error.value) return field.current?.focus();
    isBusy.value = true;
    try {
      await act(words.value.trim());
      say(done);
      onDone();
    } catch (problem) {
      error.value = lookupFailure(problem);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="words" noValidate onSubmit={submit}>
      <Field name={name} label={label} hint={hint} error={error.value}>
        {(ids) => (
          <textarea
            {...ids}
            ref={field}
            rows={3}
            maxLength={MAX_WORDS}
            value={words.value}
            onInput={(event) => (words.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit" class="button primary" disabled={isBusy.value}>
        {isBusy.value ? t("supply.sending") : send}
      </button>
    </form>
  );
}
