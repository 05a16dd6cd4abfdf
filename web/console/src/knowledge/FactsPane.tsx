import { CheckOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";

import type { EntryDetail } from "../api/types";
import { longDay } from "../rules/dates";
import { type Fact, FACT_FIELDS, type FactField, isRequired, type NumberedEvidence } from "../rules/facts";
import { checksOf } from "../rules/review";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { Tag } from "../ui/Tag";
import { useIsPhone } from "../ui/useMedia";
import { editsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { FactEditor } from "./FactEditor";
import { ReviewDate } from "./ReviewDate";
import { useDepartmentNames } from "../reference/departments";
import { useFactWriter } from "./useFactWriter";

const OF_FAQS: readonly FactField[] = ["department_code", "effective_to", "tags", "visibility"];
const ORIGIN_TONES = { quoted: "green", inferred: "amber", entered: "plain", missing: "amber" } as const;

interface FactsPaneProps {
  entry: EntryDetail;
  facts: readonly Fact[];
  shown: number | null;
  onEvidence: (evidence: NumberedEvidence) => void;
}

/** What was read from the text, value by value: where it stands, whether it was worked out, confirm or correct. */
export function FactsPane({ entry, facts, shown, onEvidence }: FactsPaneProps) {
  const [edited, setEdited] = useState<FactField | null>(null);
  const me = useMe();
  const isPhone = useIsPhone();
  const canEdit = entry.allowed.includes("edit") && !isPhone;
  const wanted = entry.faq === null ? facts : facts.filter(({ field }) => OF_FAQS.includes(field));
  return (
    <Pane
      title={t("facts.title")}
      note={canEdit ? t("facts.hint") : t("facts.read_only")}
      foot={<Findings entry={entry} />}
      className="pane-facts"
    >
      <dl className="facts">
        <ReviewDate entry={entry} canEdit={editsKnowledge(me) && !isPhone} />
        {wanted.map((fact) => (
          <FactRow
            key={fact.field}
            fact={fact}
            entry={entry}
            required={isRequired(entry.document.kind, fact.field)}
            isShown={fact.evidence !== null && fact.evidence.number === shown}
            isEdited={edited === fact.field}
            canEdit={canEdit}
            onEdit={(isEdited) => setEdited(isEdited ? fact.field : null)}
            onEvidence={onEvidence}
          />
        ))}
      </dl>
    </Pane>
  );
}

interface FactRowProps {
  fact: Fact;
  entry: EntryDetail;
  required: boolean;
  isShown: boolean;
  isEdited: boolean;
  canEdit: boolean;
  onEdit: (isEdited: boolean) => void;
  onEvidence: (evidence: NumberedEvidence) => void;
}

function rowClass({ fact, required, isShown }: FactRowProps): string {
  if (fact.origin === "missing" && required) return "fact fact-missing";
  if (fact.origin === "inferred") return "fact fact-open";
  return isShown ? "fact fact-shown" : "fact";
}

function FactRow(props: FactRowProps) {
  const { fact, entry, required, isEdited, canEdit, onEdit } = props;
  const label = word("fact", fact.field);
  return (
    <div className={rowClass(props)}>
      <dt>{label}</dt>
      <dd>
        {isEdited ? (
          <FactEditor entry={entry} fact={fact} label={label} onDone={() => onEdit(false)} />
        ) : (
          <>
            <FactValue fact={fact} required={required} />
            <FactSource {...props} />
            <span className="fact-end">
              {canEdit && <FactButtons {...props} />}
              <FactSign fact={fact} required={required} />
            </span>
          </>
        )}
      </dd>
    </div>
  );
}

function useShownValue(fact: Fact): string {
  const departments = useDepartmentNames();
  if (fact.value === "") return t("state.not_filled");
  switch (FACT_FIELDS[fact.field]) {
    case "date":
      return longDay(fact.value);
    case "department":
      return departments.get(fact.value) ?? fact.value;
    case "visibility":
      return word("visibility", fact.value);
    default:
      return fact.value;
  }
}

function FactValue({ fact, required }: { fact: Fact; required: boolean }) {
  const value = useShownValue(fact);
  const isLong = fact.field === "summary" && fact.value !== "";
  return (
    <span className="fact-line">
      <span className={isLong ? "fact-value fact-long" : "fact-value"}>{value}</span>
      {fact.origin === "missing" ? required && <Tag tone="red">{t("fact.required")}</Tag> : <OriginTag fact={fact} />}
    </span>
  );
}

function OriginTag({ fact }: { fact: Fact }) {
  if (fact.evidence === null && fact.origin === "entered") return null;
  return <Tag tone={ORIGIN_TONES[fact.origin]}>{word("fact.origin", fact.origin)}</Tag>;
}

function FactSource({ fact, onEvidence }: FactRowProps) {
  const { evidence } = fact;
  if (evidence === null) return null;
  const { number, quote, start } = evidence;
  return (
    <span className="fact-source">
      {start === null ? (
        t("fact.evidence", { number })
      ) : (
        <button type="button" className="link" onClick={() => onEvidence(evidence)}>
          {t("fact.evidence", { number })}
        </button>
      )}
      {quote !== "" && <q className="quote">{quote}</q>}
    </span>
  );
}

function FactButtons({ fact, entry, onEdit }: FactRowProps) {
  const write = useFactWriter(entry);
  const label = word("fact", fact.field);
  return (
    <span className="fact-buttons">
      {fact.origin === "inferred" && (
        <Button
          size="small"
          loading={write.isPending}
          aria-label={t("fact.confirm_field", { field: label })}
          onClick={() => write.mutate({ field: fact.field, text: fact.value })}
        >
          {t("fact.confirm")}
        </Button>
      )}
      <Button
        size="small"
        type="link"
        aria-label={t(fact.origin === "missing" ? "fact.fill_field" : "fact.correct_field", { field: label })}
        onClick={() => onEdit(true)}
      >
        {t(fact.origin === "missing" ? "fact.fill" : "fact.correct")}
      </Button>
    </span>
  );
}

function FactSign({ fact, required }: { fact: Fact; required: boolean }) {
  if (fact.origin === "missing") return required ? <WarningOutlined className="sign sign-red" aria-hidden /> : null;
  if (fact.origin === "inferred") return <WarningOutlined className="sign sign-amber" aria-hidden />;
  return <CheckOutlined className="sign sign-green" aria-label={t("fact.checked")} />;
}

function Findings({ entry }: { entry: EntryDetail }) {
  const checks = checksOf(entry);
  const blockers = checks.filter(({ blocks_publishing: blocks }) => blocks).length;
  return (
    <div className="findings">
      <p>
        <strong>{t("findings.title")}</strong>{" "}
        <span>
          {checks.length === 0 ? t("findings.none") : t("findings.count", { blockers, others: checks.length - blockers })}
        </span>
      </p>
      <ul>
        {checks.map((finding, index) => (
          <li key={`${finding.text}.${index}`} className={finding.blocks_publishing ? "finding finding-blocking" : "finding"}>
            <WarningOutlined aria-hidden /> {finding.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
