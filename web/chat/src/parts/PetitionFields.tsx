/** The fields of a petition. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../../shared/text";
import type { Category } from "../../../shared/types";
import { getJson } from "../api";
import { Icon } from "../icons";
import { files, fill, form, IDENTITIES, knownName, NATURES, prefilled, type FieldErrors, type PetitionForm } from "../petition";
import { conversationId, turns } from "../state";
import { Field, FieldError } from "./Field";
import { FileField } from "./FileField";
import { KnownEnterprise } from "./KnownEnterprise";

function set<K extends keyof PetitionForm>(name: K, value: PetitionForm[K]): void {
  fill({ [name]: value });
}

export function PetitionFields({ errors }: { errors: FieldErrors }) {
  const { title, content, identity } = form.value;
  const tag = (isTaken: boolean) => (isTaken ? t("petition.fromConversation") : undefined);
  return (
    <div class="fields">
      <Field
        name="title"
        label={t("petition.field.title")}
        tag={tag(title !== "" && title === prefilled.value?.title)}
        error={errors["title"]}
      >
        {(ids) => <input {...ids} type="text" value={title} onInput={(event) => set("title", event.currentTarget.value)} />}
      </Field>
      <Field
        name="content"
        label={t("petition.field.content")}
        tag={tag(content !== "" && content === prefilled.value?.content)}
        error={errors["content"]}
      >
        {(ids) => (
          <textarea {...ids} rows={3} value={content} onInput={(event) => set("content", event.currentTarget.value)} />
        )}
      </Field>
      <div class="pair">
        <CategoryField error={errors["category_code"]} />
        <NatureField error={errors["nature"]} />
      </div>
      <div class="pair">
        <TextField name="enterprise_name" label={t("petition.field.enterprise")} errors={errors} isOptional />
        <TextField name="credit_code" label={t("petition.field.creditCode")} errors={errors} isOptional />
      </div>
      <KnownEnterprise />
      {identity === "anonymous" ? (
        <p class="field-hint">{t("petition.anonymousNote")}</p>
      ) : (
        <div class="pair stays">
          <TextField name="contact_name" label={t("petition.field.contact")} errors={errors} autocomplete="name" />
          <TextField name="contact_phone" label={t("petition.field.phone")} errors={errors} autocomplete="tel" />
        </div>
      )}
      <FileField files={files} />
      <IdentityField error={errors["identity"]} />
      {conversationId.value && turns.value.length > 0 && <AttachField />}
      <ConsentField error={errors["consent"]} />
    </div>
  );
}

interface TextFieldProps {
  name: "enterprise_name" | "credit_code" | "contact_name" | "contact_phone";
  label: string;
  errors: FieldErrors;
  isOptional?: boolean;
  autocomplete?: "name" | "tel";
}

function TextField({ name, label, errors, isOptional, autocomplete }: TextFieldProps) {
  const isKnown = knownName.value !== "" && knownName.value === form.value.enterprise_name;
  return (
    <Field
      name={name}
      label={label}
      tag={name === "enterprise_name" && isKnown ? t("known.tag") : undefined}
      note={isOptional && !isKnown ? t("petition.optional") : undefined}
      error={errors[name]}
    >
      {(ids) => (
        <input
          {...ids}
          type="text"
          inputMode={autocomplete === "tel" ? "tel" : "text"}
          autocomplete={autocomplete ?? "off"}
          value={form.value[name]}
          onInput={(event) => set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function CategoryField({ error }: { error: string | undefined }) {
  const categories = useSignal<Category[]>([]);
  useEffect(() => {
    // Without the list the petition can still be filed: the platform classifies it.
    getJson<Category[]>("/api/petitions/categories").then(
      (found) => (categories.value = found),
      () => undefined,
    );
  }, []);
  const code = form.value.category_code;
  const isSuggested = code !== "" && code === prefilled.value?.category_code;
  return (
    <Field
      name="category_code"
      label={t("petition.field.category")}
      tag={isSuggested ? t("petition.suggested") : undefined}
      error={error}
    >
      {(ids) => (
        <span class="choice-box">
          <select {...ids} value={code} onChange={(event) => set("category_code", event.currentTarget.value)}>
            <option value="">{t("petition.category.none")}</option>
            {categories.value.map((category) => (
              <option key={category.code} value={category.code}>
                {category.name}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </span>
      )}
    </Field>
  );
}

function NatureField({ error }: { error: string | undefined }) {
  const choose = (value: string) => set("nature", NATURES.find((nature) => nature === value) ?? "consultation");
  return (
    <Field name="nature" label={t("petition.field.nature")} error={error}>
      {(ids) => (
        <span class="choice-box">
          <select {...ids} value={form.value.nature} onChange={(event) => choose(event.currentTarget.value)}>
            {NATURES.map((nature) => (
              <option key={nature} value={nature}>
                {t(`petition.nature.${nature}`)}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </span>
      )}
    </Field>
  );
}

function IdentityField({ error }: { error: string | undefined }) {
  return (
    <fieldset class="segments">
      <legend>{t("petition.field.identity")}</legend>
      <div class="segments-row">
        {IDENTITIES.map((identity) => (
          <label key={identity} class={form.value.identity === identity ? "segment chosen" : "segment"}>
            <input
              type="radio"
              name="identity"
              value={identity}
              checked={form.value.identity === identity}
              onChange={() => set("identity", identity)}
            />
            <span>{t(`petition.identity.${identity}`)}</span>
            {identity !== "named" && <small>{t(`petition.identity.${identity}.hint`)}</small>}
          </label>
        ))}
      </div>
      <FieldError id="field-identity-error" text={error} />
    </fieldset>
  );
}

function AttachField() {
  const isShown = useSignal(false);
  const { isAttached } = form.value;
  return (
    <div class="attach">
      <label class="check">
        <input type="checkbox" checked={isAttached} onChange={(event) => set("isAttached", event.currentTarget.checked)} />
        {t("petition.attach", { count: turns.value.length })}
      </label>
      <button
        type="button"
        class="text-link"
        aria-expanded={isShown.value}
        onClick={() => (isShown.value = !isShown.value)}
      >
        {t(isShown.value ? "petition.previewHide" : "petition.preview")}
      </button>
      {isShown.value && (
        <ol class="attach-list">
          {turns.value.map((turn) => (
            <li key={turn.key}>{turn.question}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

function ConsentField({ error }: { error: string | undefined }) {
  return (
    <div class="consent">
      <p class="field-hint" id="field-consent-hint">
        {t("privacy.notice")}
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={form.value.consent}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "field-consent-hint field-consent-error" : "field-consent-hint"}
          onChange={(event) => set("consent", event.currentTarget.checked)}
        />
        {t("petition.consent")}
      </label>
      <FieldError id="field-consent-error" text={error} />
    </div>
  );
}
