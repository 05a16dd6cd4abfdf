import { useQuery } from "@tanstack/react-query";
import { Drawer, Segmented } from "antd";
import { useState } from "react";

import { readChanges } from "../api/versions";
import type { ChangesOut, ClauseChangeOut, EntryDetail } from "../api/types";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";

const LOOKS = {
  added: { tone: "green", icon: "check" },
  removed: { tone: "red", icon: "close" },
  changed: { tone: "amber", icon: "edit" },
  renumbered: { tone: "blue", icon: "swap" },
  unchanged: { tone: "grey", icon: "check" },
} as const;

interface ChangesPanelProps {
  entry: EntryDetail;
  open: boolean;
  onClose: () => void;
}

/** What this version changes, clause by clause: whole sentences, changed words struck out or underlined. */
export function ChangesPanel({ entry, open, onClose }: ChangesPanelProps) {
  const { document_id: id, version } = entry.document;
  const changes = useQuery({
    queryKey: ["changes", id, version, entry.lock],
    queryFn: () => readChanges(id, version),
    enabled: open,
  });
  return (
    <Drawer title={t("changes.title")} open={open} onClose={onClose} size={880}>
      <ProblemAlert error={changes.error} onRetry={() => void changes.refetch()} />
      {changes.data !== undefined ? <Changes changes={changes.data} /> : !changes.isError && <Skeleton />}
    </Drawer>
  );
}

/** The clauses that differ, with their counts; on request all of them. */
export function Changes({ changes }: { changes: ChangesOut }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes.clauses : changes.clauses.filter(({ kind }) => kind !== "unchanged");
  const counts = (Object.keys(LOOKS) as (keyof typeof LOOKS)[]).filter((kind) => (changes.counts[kind] ?? 0) > 0);
  return (
    <>
      <p>
        {t(changes.against_is_live ? "changes.against_live" : "changes.against", { version: changes.against_version })}
      </p>
      <p className="changes-counts" role="status">
        {counts.map((kind) => (
          <Tag key={kind} {...LOOKS[kind]}>
            {t("changes.count", { kind: word("change", kind), count: changes.counts[kind] ?? 0 })}
          </Tag>
        ))}
      </p>
      {changes.fields.length > 0 && (
        <dl className="changes-fields">
          {changes.fields.flatMap(simpleFields).map(({ field, label, old, now }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd>
                <del>{valueOf(old)}</del> <ins>{valueOf(now)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Segmented
        value={isWhole}
        options={[
          { value: false, label: t("changes.only") },
          { value: true, label: t("changes.whole") },
        ]}
        onChange={setWhole}
        aria-label={t("changes.title")}
      />
      {shown.length === 0 && <p className="empty">{t("changes.none")}</p>}
      <ul className="changes">
        {shown.map((change) => (
          <li key={`${change.old?.clause_id ?? ""}>${change.new?.clause_id ?? ""}`} data-kind={change.kind}>
            <div className="report-head">
              <Tag {...LOOKS[change.kind]}>{word("change", change.kind)}</Tag>
              <strong>{labelOf(change)}</strong>
            </div>
            <Words change={change} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface FieldLine {
  field: string;
  label: string;
  old: unknown;
  now: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A field as lines to read: of an FAQ's details those that differ, but for the answer, which the clauses show. */
function simpleFields({ field, old, new: now }: ChangesOut["fields"][number]): FieldLine[] {
  if (!isRecord(old) && !isRecord(now)) return [{ field, label: word("fact", field), old, now }];
  const [before, after] = [isRecord(old) ? old : {}, isRecord(now) ? now : {}];
  return choices("detail")
    .filter(({ value }) => JSON.stringify(before[value]) !== JSON.stringify(after[value]))
    .map(({ value, label }) => ({ field: `${field}.${value}`, label, old: before[value], now: after[value] }));
}

const valueOf = (value: unknown): string => {
  if (value === null || value === undefined || value === "") return t("state.not_filled");
  return Array.isArray(value) ? value.join(t("list.separator")) : String(value);
};

function labelOf({ kind, old, new: now }: ClauseChangeOut): string {
  if (kind === "renumbered" && old !== null && now !== null) return t("changes.renumbered", { old: old.label, now: now.label });
  return now?.label ?? old?.label ?? "";
}

function Words({ change }: { change: ClauseChangeOut }) {
  if (change.kind === "added") return <p className="serif"><ins>{change.new?.text}</ins></p>;
  if (change.kind === "removed") return <p className="serif"><del>{change.old?.text}</del></p>;
  if (change.kind !== "changed") return <p className="serif">{change.new?.text}</p>;
  return (
    <p className="serif">
      {change.pieces.map(({ kind, text }, index) => {
        if (kind === "old") return <del key={index}>{text}</del>;
        return kind === "new" ? <ins key={index}>{text}</ins> : <span key={index}>{text}</span>;
      })}
    </p>
  );
}
