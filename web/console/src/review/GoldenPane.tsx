import { ReloadOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";

import type { GoldenAnswerOut, GoldenResultOut, GoldenRunOut } from "../api/types";
import { shortDay, shortStamp } from "../rules/dates";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import type { GoldenState } from "./useGoldenRun";

const LOOKS = {
  regressed: { tone: "red", icon: "warning" },
  changed: { tone: "blue", icon: "swap" },
  improved: { tone: "green", icon: "check" },
  failing: { tone: "amber", icon: "warning" },
  same: { tone: "grey", icon: "check" },
} as const;
const COUNTED = ["same", "changed", "improved", "regressed", "failing"] as const;

/** What changes in the answers: every golden question before and after, told while the run goes on. */
export function GoldenPane({ golden, shown }: { golden: GoldenState; shown: string | null }) {
  const { run, isRunning } = golden;
  return (
    <Pane
      title={t("golden.run")}
      className="review-pane"
      focusable
      note={run !== null && !isRunning ? <RunNote run={run} /> : undefined}
      actions={
        <Button size="small" icon={<ReloadOutlined aria-hidden />} loading={isRunning} onClick={golden.start}>
          {t(run === null ? "golden.start" : "golden.again")}
        </Button>
      }
    >
      <ProblemAlert error={golden.error} onRetry={golden.start} />
      {isRunning ? <Coming golden={golden} /> : <Finished run={run} shown={shown} />}
    </Pane>
  );
}

function RunNote({ run }: { run: GoldenRunOut }) {
  const { now } = useNow();
  return (
    <>
      {t("golden.note", { count: run.results.length, seconds: run.seconds, stamp: shortStamp(run.started_at, now) })}
      {!run.holds && <Tag tone="amber" icon="clock">{t("golden.outdated")}</Tag>}
    </>
  );
}

function Coming({ golden: { coming, total } }: { golden: GoldenState }) {
  const percent = total === 0 ? 0 : Math.min(100, Math.round((coming.length / total) * 100));
  return (
    <>
      <div className="golden-progress">
        <Progress percent={percent} strokeColor="#0b4fa8" aria-label={t("golden.run")} />
        <p role="status">{total === 0 ? t("golden.preparing") : t("golden.progress", { done: coming.length, total })}</p>
      </div>
      <ul className="golden-results">
        {coming
          .filter(({ verdict }) => verdict !== "same")
          .map((result) => (
            <Result key={`${result.question_id}.${result.day}`} result={result} />
          ))}
      </ul>
    </>
  );
}

function Finished({ run, shown }: { run: GoldenRunOut | null; shown: string | null }) {
  const [whole, setWhole] = useState(false);
  if (run === null) return <p className="empty">{t("golden.not_run")}</p>;
  if (run.results.length === 0) {
    return (
      <p className="empty">
        {t("golden.no_questions")} <Link to="/golden">{t("golden.open_list")}</Link>
      </p>
    );
  }
  const results = whole ? run.results : run.results.filter(({ verdict }) => verdict !== "same");
  return (
    <>
      <dl className="golden-counts">
        {COUNTED.map((verdict) => (
          <div key={verdict} data-verdict={verdict} data-some={run.counts[verdict] ? "" : undefined}>
            <dd>{run.counts[verdict] ?? 0}</dd>
            <dt>{word("verdict", verdict)}</dt>
          </div>
        ))}
      </dl>
      <ul className="golden-results">
        {results.map((result) => (
          <Result key={`${result.question_id}.${result.day}`} result={result} isShown={result.question_id === shown} />
        ))}
      </ul>
      {(run.counts.same ?? 0) > 0 && (
        <p className="golden-more">
          <Button type="link" onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {t(whole ? "golden.hide_same" : "golden.show_same", { count: run.counts.same ?? 0 })}
          </Button>
        </p>
      )}
    </>
  );
}

function Result({ result, isShown = false }: { result: GoldenResultOut; isShown?: boolean }) {
  const { now } = useNow();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isShown) item.current?.scrollIntoView({ block: "center" });
  }, [isShown]);
  return (
    <li ref={item} data-verdict={result.verdict} data-shown={isShown ? "" : undefined}>
      <div className="report-head">
        <Tag {...LOOKS[result.verdict]}>{word("verdict", result.verdict)}</Tag>
        <strong>{result.question}</strong>
      </div>
      <p className="meta">{t("golden.expected", { expected: result.expected, day: shortDay(result.day, now) })}</p>
      <div className="golden-sides">
        <Side label={t("golden.before")} answer={result.before} other={null} />
        <Side label={t("golden.after")} answer={result.after} other={result.before} />
      </div>
    </li>
  );
}

/** One answer in short: its words, and what it quotes. */
function Side({ label, answer, other }: { label: string; answer: GoldenAnswerOut; other: GoldenAnswerOut | null }) {
  const lost = other !== null && other.passes && !answer.passes;
  return (
    <div className="golden-side" data-lost={lost ? "" : undefined}>
      <div className="meta">
        {label}
        {t("list.dot")}
        {word("outcome", answer.outcome)}
        {t("list.dot")}
        {t(answer.passes ? "golden.passes" : "golden.misses")}
      </div>
      <p className="golden-text">{answer.text.replaceAll("**", "")}</p>
      {answer.citations.map((cited) => (
        <div key={`${cited.document_id}.${cited.clause_id}.${cited.quote}`} className="meta">
          <Link to={`/knowledge/${encodeURIComponent(cited.document_id)}/${cited.version}`}>
            {t("golden.cites", { title: cited.title, version: cited.version, clause: cited.clause_label })}
          </Link>
        </div>
      ))}
    </div>
  );
}
