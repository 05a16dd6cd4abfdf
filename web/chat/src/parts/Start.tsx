/** Before the first question: one box, four doors, and what others ask. */
import { t } from "../../../shared/text";
import { ask } from "../ask";
import { Icon, type IconName } from "../icons";
import { openPanel, openPetition, showView } from "../panels";
import { care } from "../prefs";
import { embedded, entry, site } from "../state";
import { Composer } from "./Composer";
import { ContrastButton } from "./Header";

export function Start() {
  const [title, rest] = splitGreeting(site.value?.greeting || t("greeting"));
  return (
    <>
      <div class="start">
        <h1>{title}</h1>
        <p class="lead-in">{rest}</p>
        <div class="start-composer">
          <Composer isFirst />
        </div>
        <Entries />
        <HotQuestions />
        {!care.value && <Foot />}
      </div>
    </>
  );
}

function splitGreeting(greeting: string): [string, string] {
  const mark = t("greeting.splitAfter");
  const at = greeting.indexOf(mark);
  return at < 0 ? [greeting, ""] : [greeting.slice(0, at + mark.length), greeting.slice(at + mark.length)];
}

function Entries() {
  const focusComposer = (kind: "policy" | "guide") => () => {
    entry.value = kind;
    document.getElementById("composer")?.focus();
  };
  return (
    <nav class="entries" aria-label={t("entry.label")}>
      <Entry icon="book" name={t("entry.policy")} hint={t("entry.policy.hint")} onClick={focusComposer("policy")} />
      <Entry icon="guide" name={t("entry.guide")} hint={t("entry.guide.hint")} onClick={focusComposer("guide")} />
      <Entry
        icon="file"
        name={t("entry.petition")}
        hint={t("entry.petition.hint")}
        opener="petition"
        onClick={() => openPetition(null)}
      />
      <Entry
        icon="clock"
        name={t("entry.progress")}
        hint={t("entry.progress.hint")}
        onClick={() => showView("progress")}
      />
    </nav>
  );
}

interface EntryProps {
  icon: IconName;
  name: string;
  hint: string;
  opener?: string;
  onClick: () => void;
}

function Entry({ icon, name, hint, opener, onClick }: EntryProps) {
  return (
    <button type="button" class="entry" data-opener={opener} onClick={onClick}>
      <span class="entry-name">
        <Icon name={icon} size={22} />
        {name}
      </span>
      <span class="entry-hint">{hint}</span>
    </button>
  );
}

function HotQuestions() {
  const questions = site.value?.hot_questions ?? [];
  if (questions.length === 0) return null;
  return (
    <section class="hot" aria-labelledby="hot-title">
      <h2 id="hot-title">{t("hot.title")}</h2>
      <ul class="hot-list">
        {questions.map((hot) => (
          <li key={hot.question}>
            <button type="button" class="hot-question" onClick={() => void ask(hot.question)}>
              <span class="hot-text">{hot.question}</span>
              {hot.department && <span class="hot-department">{hot.department}</span>}
              <Icon name="chevronRight" size={18} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Foot() {
  const hours = site.value?.working_hours;
  return (
    <p class="foot">
      {hours && <span>{t("foot.hours", { hours })}</span>}
      <button type="button" class="text-link" data-opener="privacy" onClick={() => openPanel({ kind: "privacy" })}>
        {t("foot.privacy")}
      </button>
      <button type="button" class="text-link" data-opener="access" onClick={() => openPanel({ kind: "access" })}>
        {t("foot.access")}
      </button>
      {!embedded && (
        <span class="wide group">
          <ContrastButton look="text-link" />
        </span>
      )}
    </p>
  );
}
