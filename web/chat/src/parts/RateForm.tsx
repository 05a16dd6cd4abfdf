/** Rating a reply from 1 to 5, in words. */
import { useSignal } from "@preact/signals";
import { t, type TextKey } from "../../../shared/text";
import { lookupFailure, progress, rate } from "../lookup";
import { say } from "../state";
import { FieldError } from "./Field";

const STARS = [5, 4, 3, 2, 1] as const;

export function RateForm() {
  const stars = useSignal(0);
  const comment = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!stars.value) {
      error.value = t("rate.missing");
      return;
    }
    try {
      await rate(stars.value, comment.value.trim());
      say(t(progress.value?.state === "dispatched" ? "rate.again" : "rate.done"));
    } catch (problem) {
      error.value = lookupFailure(problem);
    }
  };
  return (
    <form class="rate" onSubmit={submit}>
      <h2>{t("rate.title")}</h2>
      <fieldset class="segments">
        <legend class="hidden">{t("rate.stars")}</legend>
        <div class="segments-row">
          {STARS.map((count) => (
            <label key={count} class={stars.value === count ? "segment chosen" : "segment"}>
              <input type="radio" name="stars" checked={stars.value === count} onChange={() => (stars.value = count)} />
              <span>{t(`rate.${count}` as TextKey)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="rate-comment">
        {t("rate.comment")}
        <textarea rows={2} value={comment.value} onInput={(event) => (comment.value = event.currentTarget.value)} />
      </label>
      <FieldError id="rate-error" text={error.value} />
      <button type="submit" class="button primary">
        {t("rate.send")}
      </button>
    </form>
  );
}
