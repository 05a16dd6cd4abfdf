import { CopyOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, QRCode } from "antd";
import { Link, useParams } from "react-router";

import { readQuestionnaire, readResults } from "../api/questionnaires";
import type { QuestionnaireOut, QuestionnaireResults } from "../api/types";
import { ChartCard } from "../reports/ChartCard";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useNow } from "../ui/useNow";
import { ClosingTag } from "./ClosingTag";

/** One questionnaire: what is asked, and what came back as a chart and as the same numbers in a table. */
export function QuestionnairePage() {
  const { id = "" } = useParams();
  const { today } = useNow();
  const asked = useQuery({ queryKey: ["questionnaire", id], queryFn: () => readQuestionnaire(id) });
  const results = useQuery({ queryKey: ["questionnaire-results", id], queryFn: () => readResults(id) });
  useTitle(asked.data?.title ?? t("nav.questionnaires"));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{asked.data?.title ?? t("nav.questionnaires")}</h1>
        {asked.data !== undefined && <ClosingTag closesOn={asked.data.closes_on} today={today} />}
      </div>
      <ProblemAlert error={asked.error ?? results.error} onRetry={() => void Promise.all([asked.refetch(), results.refetch()])} />
      {(asked.isPending || results.isPending) && <Skeleton />}
      {asked.data !== undefined && <Invitation asked={asked.data} today={today} />}
      {asked.data !== undefined && <Asked asked={asked.data} />}
      {results.data !== undefined && <Results results={results.data} />}
    </div>
  );
}

/** The link by which enterprises come to the questionnaire, as long as it is asked. */
function Invitation({ asked: { link, closes_on: closesOn }, today }: { asked: QuestionnaireOut; today: string }) {
  const say = useToast();
  if (closesOn !== null && closesOn < today) return null;
  return (
    <section className="card invitation" aria-label={t("questionnaire.invitation")}>
      <div>
        <h2>{t("questionnaire.invitation")}</h2>
        <p className="meta">{t("questionnaire.invitation_hint")}</p>
        <a href={link} target="_blank" rel="noopener">
          {link}
        </a>
        <p>
          <Button icon={<CopyOutlined aria-hidden />} onClick={() => void copy(link).then((done) => say(t(done ? "questionnaire.copied" : "questionnaire.copy_failed")))}>
            {t("questionnaire.copy")}
          </Button>
        </p>
      </div>
      <figure className="invitation-code">
        <QRCode value={link} type="svg" size={132} bordered={false} aria-hidden />
        <figcaption className="meta">{t("questionnaire.code")}</figcaption>
      </figure>
    </section>
  );
}

/** Put text on the clipboard; whether that was possible. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or the page was not opened over TLS
  }
}

function Asked({ asked }: { asked: QuestionnaireOut }) {
  if (asked.introduction === "" && asked.policy_ids.length === 0) return null;
  return (
    <section className="card" aria-label={t("questionnaire.asked")}>
      <h2>{t("questionnaire.asked")}</h2>
      {asked.introduction !== "" && <p>{asked.introduction}</p>}
      {asked.policy_ids.map((id, place) => (
        <Link key={id} to={`/knowledge/${encodeURIComponent(id)}`}>
          {t("questionnaire.policy", { number: place + 1 })}
        </Link>
      ))}
    </section>
  );
}

function Results({ results }: { results: QuestionnaireResults }) {
  const scored = results.topics.filter(({ mean_score: score }) => score !== null);
  const points = scored.reduce((sum, { count, mean_score: score }) => sum + count * (score ?? 0), 0);
  const complaints = results.departments.reduce((sum, department) => sum + department.complaints, 0);
  const figures = [
    { name: t("questionnaire.answers"), text: String(results.total), note: t("questionnaire.anonymous") },
    { name: t("questionnaire.mean"), text: results.total === 0 ? t("state.dash") : (points / results.total).toFixed(2), note: t("questionnaire.mean_note") },
    { name: t("questionnaire.complaints"), text: String(complaints), note: t("questionnaire.complaints_note") },
  ];
  return (
    <>
      <ul className="figures">
        {figures.map(({ name, text, note }) => (
          <li key={name} className="figure">
            <div className="figure-name">{name}</div>
            <div className="figure-value">{text}</div>
            <div className="meta">{note}</div>
          </li>
        ))}
      </ul>
      <div className="report-tables">
        <ByTopic topics={results.topics} />
        <ByDepartment departments={results.departments} />
        {results.texts.length > 0 && <Texts texts={results.texts} />}
      </div>
    </>
  );
}

const score = (value: number | null) => (value === null ? t("state.dash") : value.toFixed(2));

function ByTopic({ topics }: { topics: QuestionnaireResults["topics"] }) {
  return (
    <ChartCard
      title={t("questionnaire.by_topic")}
      data={{
        labels: topics.map(({ topic }) => topic),
        bars: { name: t("questionnaire.answers"), values: topics.map(({ count }) => count) },
        isLying: true,
      }}
      table={
        <div className="scroll" tabIndex={0} role="group" aria-label={t("questionnaire.by_topic")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("questionnaire.topic")}</th>
                <th scope="col" className="number">{t("questionnaire.answers")}</th>
                <th scope="col" className="number">{t("questionnaire.mean")}</th>
              </tr>
            </thead>
            <tbody>
              {topics.map(({ topic, count, mean_score: mean }) => (
                <tr key={topic}>
                  <th scope="row" className="wrap">{topic}</th>
                  <td className="number">{count}</td>
                  <td className="number">{score(mean)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      }
    />
  );
}

function ByDepartment({ departments }: { departments: QuestionnaireResults["departments"] }) {
  return (
    <section className="card chart-card" aria-label={t("questionnaire.by_department")}>
      <header className="chart-head">
        <h2>{t("questionnaire.by_department")}</h2>
        <span className="meta">{t("questionnaire.complaints_note")}</span>
      </header>
      {departments.length === 0 ? (
        <p className="empty">{t("questionnaire.no_department")}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("petition.department")}</th>
              <th scope="col" className="number">{t("questionnaire.answers")}</th>
              <th scope="col" className="number">{t("questionnaire.complaints")}</th>
              <th scope="col">{t("questionnaire.advice")}</th>
            </tr>
          </thead>
          <tbody>
            {departments.map((row) => (
              <tr key={row.department_code}>
                <th scope="row">
                  <Link to={`/petitions?view=list&department=${encodeURIComponent(row.department_code)}`}>{row.department}</Link>
                </th>
                <td className="number">{row.count}</td>
                <td className="number">{row.complaints}</td>
                <td>
                  {row.proposes_supervision ? (
                    <Tag tone="amber" icon="warning">
                      {t("questionnaire.supervise")}
                    </Tag>
                  ) : (
                    t("state.dash")
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Texts({ texts }: { texts: readonly string[] }) {
  return (
    <section className="card chart-card" aria-label={t("questionnaire.texts")}>
      <header className="chart-head">
        <h2>{t("questionnaire.texts")}</h2>
        <span className="meta">{t("questionnaire.texts_note")}</span>
      </header>
      <ul className="rows">
        {texts.map((text, place) => (
          <li key={`${place}.${text}`} className="asked-text">
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
