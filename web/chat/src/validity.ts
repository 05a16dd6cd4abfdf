/** Whether a cited document governs, judged from what the answer says about it. */
import { daysBetween, fullDate } from "../../shared/dates";
import { t } from "../../shared/text";
import type { Citation, PolicyDocument } from "../../shared/types";

export type Validity = PolicyDocument["validity"] | "soon";

export interface ValidityView {
  validity: Validity;
  text: string;
}

interface Dated {
  effective_from: string | null;
  effective_to: string | null;
}

const SOON_DAYS = 30;

/** The validity of a citation on the day the answer was checked. */
export function citationValidity(citation: Citation, day: string): ValidityView {
  if (citation.status === "superseded") return view("superseded", citation, day);
  if (citation.status === "expired") return view("expired", citation, day);
  if (citation.status === "withdrawn") return view("withdrawn", citation, day);
  if (citation.status !== "published") return view("unpublished", citation, day);
  if (citation.effective_from && citation.effective_from > day) return view("future", citation, day);
  if (citation.effective_to && citation.effective_to < day) return view("expired", citation, day);
  return view("in_force", citation, day);
}

/** The validity of a document as the server states it; its dates stand beside the badge, so the word is enough. */
export function documentValidity(document: PolicyDocument, day: string): ValidityView {
  const found = view(document.validity, document, day);
  return found.validity === "in_force" ? { validity: "in_force", text: t("validity.in_force") } : found;
}

/** Say whether a validity means that the text governs. */
export function governs(validity: Validity): boolean {
  return validity === "in_force" || validity === "soon";
}

function view(validity: PolicyDocument["validity"], dated: Dated, day: string): ValidityView {
  if (validity === "future") {
    return { validity, text: t("validity.future", { date: dated.effective_from ? fullDate(dated.effective_from) : "" }) };
  }
  if (validity !== "in_force" || !dated.effective_to) return { validity, text: t(`validity.${validity}`) };
  const days = daysBetween(day, dated.effective_to);
  if (days <= SOON_DAYS) return { validity: "soon", text: t("validity.soon", { days }) };
  return { validity, text: t("validity.until", { date: fullDate(dated.effective_to) }) };
}
