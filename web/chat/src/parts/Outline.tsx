/** The chapters of a document and the clauses that the answer cites, as a way through it. */
import { t } from "../../../shared/text";
import type { Clause, PolicyDocument } from "../../../shared/types";
import { Icon } from "../icons";
import type { DocumentTarget } from "../state";

const CHAPTERS = new Set(["part", "chapter", "level1", "appendix"]);
const MAX_WITHOUT_CHAPTERS = 60;
const MAX_NAME_CHARS = 24;

interface Props {
  document: PolicyDocument;
  target: DocumentTarget;
  current: string | null;
  onPick: (clauseId: string) => void;
}

export function Outline({ document, target, current, onPick }: Props) {
  const cited = new Set(
    target.citations.filter((each) => each.document_id === document.document_id).map((each) => each.clause_id),
  );
  const rows = rowsOf(document.clauses, cited, current);
  if (rows.length < 2) return null;
  return (
    <nav class="contents" aria-label={t("document.outline")} tabIndex={0}>
      {rows.map((clause) => (
        <button
          key={clause.id}
          type="button"
          class={CHAPTERS.has(clause.kind) ? "contents-row" : "contents-row inner"}
          aria-current={clause.id === current ? "true" : undefined}
          onClick={() => onPick(clause.id)}
        >
          <span>{nameOf(clause)}</span>
          {cited.has(clause.id) && (
            <>
              <Icon name="check" size={16} />
              <span class="hidden">{t("document.cited")}</span>
            </>
          )}
        </button>
      ))}
    </nav>
  );
}

function rowsOf(clauses: Clause[], cited: Set<string>, current: string | null): Clause[] {
  const isMarked = (clause: Clause) => cited.has(clause.id) || clause.id === current;
  const rows = clauses.filter((clause) => CHAPTERS.has(clause.kind) || isMarked(clause));
  if (rows.some((clause) => CHAPTERS.has(clause.kind))) return rows;
  const isNamed = (clause: Clause) => clause.kind === "article" || (clause.depth === 0 && clause.heading !== "");
  return clauses.filter((clause) => isNamed(clause) || isMarked(clause)).slice(0, MAX_WITHOUT_CHAPTERS);
}

function nameOf(clause: Clause): string {
  if (!CHAPTERS.has(clause.kind)) return clause.kind === "text" && clause.heading ? clause.heading : clause.label;
  const text = clause.text.trim().split("\n")[0] ?? "";
  return text !== "" && text.length <= MAX_NAME_CHARS ? text : clause.heading || clause.label;
}
