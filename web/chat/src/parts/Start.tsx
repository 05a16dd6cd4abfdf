/** Before the first question: one box, four doors, and what others ask. */
import { useSignal } from "@preact/signals";
import { t } from "../../../shared/text";
import { ask } from "../ask";
import { Icon, type IconName } from "../icons";
import { openPanel, openPetition, showView } from "../panels";
import { care } from "../prefs";
import { embedded, entry, site } from "../state";
import { Composer } from "./Composer";
import { ContrastButton } from "./Header";
import { AWAITING, recall } from "../storage";
import { later } from "./later";

const AnsweredSince = later(async () => (await import("./AwaitAnswer")).AnsweredSince);

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
        {recall(AWAITING) && <AnsweredSince />}
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

const HOT_SHOWN = 6;
const DEPARTMENTS_SHOWN = 5;

function HotQuestions() {
  const department = useSignal<string | null>(null);
  const all = site.value?.hot_questions ?? [];
  if (all.length === 0) return null;
  const departments = [...new Set(all.flatMap((hot) => (hot.department ? [hot.department] : [])))];
  const fitting = all.filter((hot) => department.value === null || hot.department === department.value);
  const questions = fitting.slice(0, HOT_SHOWN);
  return (
    <section class="hot" aria-labelledby="hot-title">
      <div class="hot-head">
        <h2 id="hot-title">{t("hot.title")}</h2>
        {!care.value && departments.length > 1 && (
          <div class="hot-tabs" role="group" aria-label={t("hot.tabs")}>
            {[null, ...departments.slice(0, DEPARTMENTS_SHOWN)].map((each) => (
              <button
                key={each}
                type="button"
                class="hot-tab"
                aria-pressed={each === department.value}
                onClick={() => (department.value = each)}
              >
                {each ?? t("hot.all")}
              </button>
            ))}
          </div>
        )}
      </div>
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
      <button type="button" class="text-link" data-opener="windows" onClick={() => openPanel({ kind: "windows" })}>
        {t("nav.windows")}
      </button>
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
