import type { DescriptionPatch, EntryDetail, EvidenceOut } from "../api/types";
import { t } from "../text";
import type { Mark } from "./marks";

/** Least confidence at which a value counts as read from the text, not worked out. */
export const CERTAIN = 0.9;

/** The fields a curator checks, in the order of the form, and how each is edited. */
export const FACT_FIELDS = {
  title: "text",
  document_number: "text",
  issuing_bodies: "list",
  issued_on: "date",
  effective_from: "date",
  effective_to: "date",
  summary: "long_text",
  interpreter: "text",
  department_code: "department",
  region_code: "text",
  tags: "list",
  visibility: "visibility",
} as const;

export type FactField = keyof typeof FACT_FIELDS;

/** What a policy document must say before it can be reviewed; other kinds need none of it. */
const REQUIRED: readonly FactField[] = [
  "document_number",
  "issuing_bodies",
  "issued_on",
  "effective_from",
  "summary",
  "interpreter",
];

/** Whether a version of this kind cannot be submitted without `field`. */
export const isRequired = (kind: EntryDetail["document"]["kind"], field: FactField) =>
  kind === "policy_document" && REQUIRED.includes(field);

/** The required fields that are still empty. */
export function missingFields(entry: EntryDetail): FactField[] {
  return REQUIRED.filter((field) => isRequired(entry.document.kind, field) && valueOf(entry, field) === "");
}

export interface NumberedEvidence extends EvidenceOut {
  number: number;
}

export interface Fact {
  field: FactField;
  /** The value as text; lists are joined, a missing value is empty. */
  value: string;
  origin: "quoted" | "inferred" | "entered" | "missing";
  evidence: NumberedEvidence | null;
}

/** Evidence in reading order, numbered from 1; what has no place in the text comes last. */
export function numberEvidence(evidence: readonly EvidenceOut[]): NumberedEvidence[] {
  const place = ({ start }: EvidenceOut) => start ?? Number.MAX_SAFE_INTEGER;
  return [...evidence]
    .sort((one, other) => place(one) - place(other))
    .map((item, index) => ({ ...item, number: index + 1 }));
}

/** The spans of the body that evidence points at. */
export function marksOf(evidence: readonly NumberedEvidence[]): Mark[] {
  return evidence.flatMap(({ number, start, end }) =>
    start === null || end === null || end <= start ? [] : [{ number, start, end }],
  );
}

/** Evidence value that says: this document has no number, and somebody checked. */
const NO_NUMBER = "none";

const hasNoNumber = (entry: EntryDetail) =>
  entry.evidence.some(({ field, value }) => field === "document_number" && value === NO_NUMBER);

function valueOf(entry: EntryDetail, field: FactField): string {
  if (field === "document_number" && hasNoNumber(entry)) return t("fact.no_number");
  const value = field in entry.document ? entry.document[field as "title"] : entry[field as "interpreter"];
  if (Array.isArray(value)) return value.join(t("list.separator"));
  return value ?? "";
}

function originOf(entry: EntryDetail, field: FactField, value: string, evidence: NumberedEvidence | null): Fact["origin"] {
  if (value === "") return "missing";
  if (field === "effective_from" && entry.document.effective_from_inferred) return "inferred";
  if (evidence === null) return "entered";
  return evidence.confidence >= CERTAIN ? "quoted" : "inferred";
}

/** The described values of a version, each with where it was read. */
export function factsOf(entry: EntryDetail, evidence: readonly NumberedEvidence[]): Fact[] {
  return (Object.keys(FACT_FIELDS) as FactField[]).map((field) => {
    const value = valueOf(entry, field);
    const found = evidence.find((item) => item.field === field) ?? null;
    return { field, value, evidence: found, origin: originOf(entry, field, value, found) };
  });
}

/** What to send when a curator sets `field` to `text`: lists are split, an emptied field is cleared. */
export function patchOf(field: FactField, text: string, lock: number): DescriptionPatch {
  const value = text.trim();
  if (field === "document_number" && value === t("fact.no_number")) return { lock, [field]: NO_NUMBER };
  if (FACT_FIELDS[field] !== "list") return { lock, [field]: value === "" ? null : value };
  return { lock, [field]: splitList(value) };
}

/** The parts of a hand-written list, whatever stands between them. */
export function splitList(text: string): string[] {
  const splitters = new Set([...t("list.splitters"), "\n"]);
  const parts = [""];
  for (const letter of text) {
    if (splitters.has(letter)) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
