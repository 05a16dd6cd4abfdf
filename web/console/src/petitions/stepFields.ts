import type { PetitionDetail } from "../api/types";
import type { Step } from "../rules/steps";

/** How a field of a step is asked for. */
export type FieldKind =
  | "text"
  | "area"
  | "lines"
  | "number"
  | "date"
  | "department"
  | "departments"
  | "category"
  | "nature"
  | "urgency"
  | "resolution"
  | "ruling"
  | "reached"
  | "stars"
  | "citations"
  | "petition";

export interface StepField {
  name: string;
  kind: FieldKind;
  isRequired?: boolean;
  /** Key of the label where the name alone is not clear; `field.{name}` otherwise. */
  label?: string;
  /** Whether the field is asked for, by what stands in the others. */
  when?: (values: Record<string, unknown>) => boolean;
}

const reason: StepField = { name: "reason", kind: "area", isRequired: true };
const ruling: StepField[] = [
  { name: "is_granted", kind: "ruling", isRequired: true },
  { name: "reason", kind: "area", label: "ruling", isRequired: true, when: ({ is_granted }) => is_granted === false },
];
const move: StepField[] = [reason, { name: "suggested_department_code", kind: "department" }];
const lead: StepField = { name: "lead_department_code", kind: "department", isRequired: true };

/** The fields of every step that needs no form of its own, in the order they are asked for. */
export const STEP_FIELDS: Partial<Record<Step, readonly StepField[]>> = {
  rule_on_return: ruling,
  rule_on_material: ruling,
  rule_on_extension: ruling,
  rule_on_withdrawal: ruling,
  finish_assist: [{ name: "result", kind: "area", isRequired: true }],
  follow_up: [
    { name: "is_reached", kind: "reached", isRequired: true },
    { name: "stars", kind: "stars", when: ({ is_reached }) => is_reached === true },
    { name: "note", kind: "area" },
  ],
  resume: [reason],
  supply: [{ name: "text", kind: "area", label: "supplied", isRequired: true }],
  close_as_explained: [reason],
  answer_directly: [
    { name: "text", kind: "area", label: "answer", isRequired: true },
    { name: "citations", kind: "citations", isRequired: true },
    { name: "resolution", kind: "resolution", isRequired: true },
  ],
  merge: [
    { name: "master_number", kind: "petition", isRequired: true },
    { name: "reason", kind: "area" },
  ],
  request_material: [
    { name: "items", kind: "lines", isRequired: true },
    { name: "reason", kind: "area" },
  ],
  add_assist: [
    { name: "department_codes", kind: "departments", label: "assisting", isRequired: true },
    { name: "due_on", kind: "date" },
    { name: "note", kind: "area" },
  ],
  request_extension: [{ name: "days", kind: "number", isRequired: true }, reason],
  request_return: move,
  request_transfer: move,
  transfer: [
    lead,
    { name: "assist_department_codes", kind: "departments", label: "assisting" },
    { name: "note", kind: "area" },
  ],
  deny_transfer: [reason],
  consult: [
    { name: "department_codes", kind: "departments", label: "consulted", isRequired: true },
    { name: "minutes", kind: "area", isRequired: true },
    lead,
  ],
  reject_reply: [reason],
  close_unsupplied: [reason],
  reclassify: [
    { name: "category_code", kind: "category" },
    { name: "nature", kind: "nature" },
    { name: "urgency", kind: "urgency" },
    reason,
  ],
  link_cluster: [{ name: "title", kind: "text", label: "cluster", isRequired: true }],
  reopen: [reason],
};

/** What stands in the fields before anybody typed: what the petition says of itself where the step changes that. */
export function initialOf(step: Step, petition: PetitionDetail): Record<string, unknown> {
  if (step === "reclassify") {
    return { category_code: petition.category_code, nature: petition.nature, urgency: petition.urgency };
  }
  return step === "link_cluster" ? { title: petition.cluster ?? petition.title } : {};
}

/** What is sent of the fields that were asked for: lines as a list, blanks left out. */
export function bodyOf(fields: readonly StepField[], values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, kind, when } of fields) {
    const value = values[name];
    if (when !== undefined && !when(values)) continue;
    if (value === undefined || value === null || value === "") continue;
    body[name] = kind === "lines" ? linesOf(String(value)) : value;
  }
  return body;
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
