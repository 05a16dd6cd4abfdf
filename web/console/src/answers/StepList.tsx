import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";

import type { RankedPassageOut, StepOut } from "../api/types";
import { t, word } from "../text";

interface StepListProps {
  steps: readonly StepOut[];
  threshold: number;
}

/** What each step did, how long it took, and how the candidates stood after it. */
export function StepList({ steps, threshold }: StepListProps) {
  const longest = Math.max(1, ...steps.map((step) => step.milliseconds));
  return (
    <ol className="steps">
      {steps.map((step, number) => (
        <li key={number}>
          <div className="step-head">
            <strong>{word("step", step.step)}</strong>
            <meter className="step-bar" min={0} max={longest} value={step.milliseconds} aria-label={t("answers.milliseconds")} />
            <span className="step-time">{t("answers.ms", { milliseconds: step.milliseconds.toFixed(1) })}</span>
          </div>
          <Notes notes={step.notes} threshold={threshold} />
          {step.dropped.length > 0 && <Dropped passages={step.dropped} />}
          {step.candidates.length > 0 && <Candidates rows={step.candidates} />}
        </li>
      ))}
    </ol>
  );
}

function Notes({ notes, threshold }: { notes: StepOut["notes"]; threshold: number }) {
  const shown = Object.entries(notes).filter(([name, value]) => name !== "retrieved" && !isEmpty(value));
  if (shown.length === 0) return null;
  return (
    <dl className="step-notes">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{word("note", name)}</dt>
          <dd>
            {name === "outcome" ? word("outcome", String(value)) : written(value)}
            {name === "confidence" && threshold > 0 && <span className="meta"> {t("answers.threshold", { threshold })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isEmpty = (value: unknown) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

const isWords = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

function written(value: unknown): string {
  if (isWords(value)) return value.join(t("list.separator"));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function Dropped({ passages }: { passages: readonly RankedPassageOut[] }) {
  return (
    <details className="step-more">
      <summary>{t("answers.dropped", { count: passages.length })}</summary>
      <ul>
        {passages.map((passage) => (
          <li key={passage.passage_id}>{nameOf(passage)}</li>
        ))}
      </ul>
    </details>
  );
}

const nameOf = (passage: RankedPassageOut) => t("answers.citation", { title: passage.title, label: passage.clause_label });

const COLUMNS: TableColumnsType<RankedPassageOut> = [
  {
    title: t("answers.candidate"),
    key: "title",
    render: (_, row) => <Link to={`/knowledge/${encodeURIComponent(row.document_id)}/${row.version}`}>{nameOf(row)}</Link>,
  },
  { title: t("answers.score"), key: "score", width: 76, align: "right", render: (_, row) => row.score.toFixed(3) },
];

function Candidates({ rows }: { rows: readonly RankedPassageOut[] }) {
  return (
    <details className="step-more">
      <summary>{t("answers.candidates", { count: rows.length })}</summary>
      <Table<RankedPassageOut>
        size="small"
        rowKey="passage_id"
        columns={COLUMNS}
        dataSource={[...rows]}
        pagination={false}
        expandable={{ columnTitle: t("answers.features"), columnWidth: 56, expandedRowRender: (row) => <Features features={row.features} /> }}
      />
    </details>
  );
}

function Features({ features }: { features: RankedPassageOut["features"] }) {
  return (
    <dl className="features">
      {Object.entries(features).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
