import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useParams } from "react-router";

import { readEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { clauseAt } from "../rules/clauses";
import { factsOf, marksOf, type NumberedEvidence, numberEvidence } from "../rules/facts";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { BodyPane } from "./BodyPane";
import { ClausePane } from "./ClausePane";
import { EntryHead } from "./EntryHead";
import { FactsPane } from "./FactsPane";
import { FaqPane } from "./FaqPane";
import { entryKey } from "./refresh";
import { ServicePane } from "./ServicePane";

/** One version of an entry: its text, its clauses, and what was read from it, side by side. */
export function EntryPage() {
  const { id = "", version: versionText = "1" } = useParams();
  const version = Number(versionText);
  const entry = useQuery({ queryKey: entryKey(id, version), queryFn: () => readEntry({ id, version }) });
  useTitle(entry.data?.document.title ?? "");
  if (entry.isPending) {
    return (
      <div className="page">
        <Skeleton />
      </div>
    );
  }
  if (entry.data === undefined) {
    return (
      <div className="page">
        <h1>{t("entry.not_shown")}</h1>
        <ProblemAlert error={entry.error} onRetry={() => void entry.refetch()} />
      </div>
    );
  }
  return <EntryView key={`${id}.${version}`} entry={entry.data} />;
}

function EntryView({ entry }: { entry: EntryDetail }) {
  const { document: text } = entry;
  const [clauseId, setClauseId] = useState<string | null>(null);
  const [shownField, setShownField] = useState<string | null>(null);
  const evidence = useMemo(() => numberEvidence(entry.evidence), [entry.evidence]);
  const marks = useMemo(() => marksOf(evidence), [evidence]);
  const facts = useMemo(() => factsOf(entry, evidence), [entry, evidence]);
  const shownEvidence = evidence.find(({ field }) => field === shownField)?.number ?? null;
  const showEvidence = useCallback(
    ({ field, start }: NumberedEvidence) => {
      setShownField(field);
      setClauseId(start === null ? null : clauseAt(text.clauses, start));
    },
    [text.clauses],
  );
  const showClause = useCallback((wanted: string) => {
    setClauseId(wanted);
    setShownField(null);
  }, []);
  const factsPane = <FactsPane entry={entry} facts={facts} onEvidence={showEvidence} shown={shownEvidence} />;
  return (
    <div className="page work">
      <EntryHead entry={entry} />
      {entry.faq !== null || entry.service_item !== null ? (
        <div className="panes panes-two">
          {entry.faq !== null && <FaqPane entry={entry} faq={entry.faq} />}
          {entry.service_item !== null && <ServicePane entry={entry} service={entry.service_item} />}
          {factsPane}
        </div>
      ) : (
        <div className="panes panes-document">
          <BodyPane text={text} marks={marks} clauseId={clauseId} shownEvidence={shownEvidence} />
          <ClausePane clauses={text.clauses} current={clauseId} onShow={showClause} />
          {factsPane}
        </div>
      )}
    </div>
  );
}
