import { Segmented } from "antd";
import { useEffect, useRef } from "react";
import { Link } from "react-router";

import type { IssueOut, IssueVoiceOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { readsAnswers, seesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t } from "../text";
import { useFilters } from "../ui/useFilters";
import { useNow } from "../ui/useNow";

/** The petitions and questions an issue was found in; the address says which of them are listed. */
export function Voices({ issue }: { issue: IssueOut }) {
  const filters = useFilters();
  const { now } = useNow();
  const place = useRef<HTMLElement>(null);
  const asked = filters.get("voices");
  const kind = asked === "petition" || asked === "question" ? asked : "all";
  useEffect(() => {
    if (kind !== "all") place.current?.scrollIntoView({ block: "start" });
  }, [kind]);
  const shown = issue.voices.filter((voice) => kind === "all" || voice.kind === kind);
  const options = [
    { value: "all", label: t("issue.voices_all", { count: issue.petitions + issue.questions }) },
    { value: "petition", label: t("issue.voices_petitions", { count: issue.petitions }) },
    { value: "question", label: t("issue.voices_questions", { count: issue.questions }) },
  ];
  return (
    <section className="part" aria-label={t("issue.voices_title")} ref={place}>
      <h3>{t("issue.voices_title")}</h3>
      {issue.voices.length === 0 ? (
        <p className="meta">{t("issue.voices_hidden", { petitions: issue.petitions, questions: issue.questions })}</p>
      ) : (
        <>
          <Segmented
            className="self-start"
            size="small"
            aria-label={t("issue.voices_title")}
            value={kind}
            options={options}
            onChange={(chosen) => filters.set({ voices: chosen === "all" ? "" : chosen })}
          />
          <ul className="short-list">
            {shown.map((voice) => (
              <li key={`${voice.kind}.${voice.id}`}>
                <span className="meta">{shortStamp(voice.at, now)}</span>
                <Said voice={voice} />
                {voice.kind === "petition" && <span className="meta">{voice.id}</span>}
              </li>
            ))}
            {shown.length === 0 && <li className="empty">{t("issue.voices_none")}</li>}
          </ul>
        </>
      )}
    </section>
  );
}

/** What was said; it opens the petition or the answer for those who read them. */
function Said({ voice }: { voice: IssueVoiceOut }) {
  const me = useMe();
  const isPetition = voice.kind === "petition";
  if (isPetition ? !seesPetitions(me) : !readsAnswers(me)) return <span>{voice.title}</span>;
  return (
    <Link className="row-title" to={`/${isPetition ? "petitions" : "answers"}/${encodeURIComponent(voice.id)}`}>
      {voice.title}
    </Link>
  );
}
