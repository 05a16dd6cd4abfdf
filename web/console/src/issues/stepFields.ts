import type { IssueOut } from "../api/types";
import type { IssueStep } from "./issues";

/** A field of a step: how it is asked for, and how much it takes. */
export interface IssueField {
  name: string;
  kind: "text" | "area" | "date" | "department" | "departments" | "recipients";
  isRequired?: boolean;
  /** Key of the label where the name alone is not clear. */
  label?: string;
  max?: number;
}

const note = (label: string, isRequired = false): IssueField => ({ name: "note", kind: "area", label, isRequired, max: 1_000 });
const told = (name: string): IssueField => ({ name, kind: "area", isRequired: true, max: 4_000 });

/** What each step asks for, in this order. */
export const ISSUE_FIELDS: Record<IssueStep, readonly IssueField[]> = {
  confirm: [note("note")],
  dismiss: [note("why_none", true)],
  draft: [
    { name: "title", kind: "text", isRequired: true, max: 100 },
    told("facts"),
    told("scope"),
    told("suggestion"),
    { name: "departments", kind: "departments" },
    { name: "recipients", kind: "recipients", isRequired: true },
  ],
  send_back: [note("why_back", true)],
  sign: [note("opinion")],
  acknowledge: [note("note")],
  instruct: [{ name: "leader", kind: "text", isRequired: true, max: 50 }, { name: "given_on", kind: "date", isRequired: true }, told("text")],
  assign: [
    { name: "department_code", kind: "department", isRequired: true },
    { name: "due_on", kind: "date", isRequired: true },
    note("demand"),
  ],
  note_progress: [note("progress", true)],
  record_result: [told("result"), told("feedback")],
  close: [note("note")],
};

/** What stands in the fields before anybody typed: what was written before, or what the evidence already says. */
export function initialOf(step: IssueStep, issue: IssueOut): Record<string, unknown> {
  const { report, tracking } = issue;
  if (step === "draft") {
    return report === null
      ? { title: issue.title, facts: issue.evidence.reasons.join("\n"), recipients: ["supervisor:2"] }
      : { ...report, recipients: report.recipients.map(({ code }) => code) };
  }
  if (step === "assign") {
    return { department_code: tracking?.department_code ?? report?.departments[0], due_on: tracking?.due_on };
  }
  return step === "record_result" && tracking !== null ? { result: tracking.result, feedback: tracking.feedback } : {};
}

/** What is sent: the fields of the step, those left empty out of it. */
export function bodyOf(step: IssueStep, values: Record<string, unknown>): Record<string, unknown> {
  const filled = ISSUE_FIELDS[step].filter(({ name }) => ![undefined, null, ""].includes(values[name] as never));
  return Object.fromEntries(filled.map(({ name }) => [name, values[name]]));
}
