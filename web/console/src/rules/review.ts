import type { EntryDetail, FindingOut } from "../api/types";
import { t, word } from "../text";
import { missingFields } from "./facts";
import { missingOfService } from "./service";

export type ReviewStep = "submit" | "approve" | "reject" | "withdraw" | "supersede" | "roll_back";

export interface Offer {
  step: ReviewStep;
  enabled: boolean;
  /** Why not, in words that stand on the button; empty when enabled. */
  reason: string;
}

interface Reader {
  edits: boolean;
  reviews: boolean;
}

const STEPS: Partial<Record<EntryDetail["document"]["status"], readonly ReviewStep[]>> = {
  draft: ["submit"],
  in_review: ["reject", "approve"],
  published: ["supersede", "roll_back", "withdraw"],
};

/** What a curator should look at: one sentence each, those that keep the version from being submitted first. */
export function checksOf(entry: EntryDetail): Pick<FindingOut, "text" | "blocks_publishing">[] {
  const said = new Set(entry.findings.map(({ code }) => code));
  const unsaid = missingFields(entry).filter((field) => !said.has(`missing.${field}`));
  const missing = unsaid.map((field) => ({
    text: t("findings.missing", { field: word("fact", field) }),
    blocks_publishing: true,
  }));
  const guide = entry.service_item === null ? [] : missingOfService({ ...entry.service_item, title: entry.document.title });
  const missingOfGuide = guide.map((name) => ({
    text: t("findings.missing", { field: word("service", name) }),
    blocks_publishing: true,
  }));
  const blocking = entry.findings.filter(({ blocks_publishing: blocks }) => blocks);
  const others = entry.findings.filter(({ blocks_publishing: blocks }) => !blocks);
  return [...missing, ...missingOfGuide, ...blocking, ...others];
}

/** How many things still keep a version from being submitted. */
export const blockerCount = (entry: EntryDetail) =>
  checksOf(entry).filter(({ blocks_publishing: blocks }) => blocks).length;

function reasonFor(step: ReviewStep, entry: EntryDetail): string {
  const blockers = blockerCount(entry);
  if (step === "submit" && blockers > 0) return t("review.blocked", { count: blockers });
  if (entry.allowed.includes(step)) return "";
  if (step === "approve") return t("review.own_work");
  return t("review.not_now");
}

/** The steps to show for a version: those of its status that fit the reader's work, disabled with a reason if need be. */
export function offersFor(entry: EntryDetail, reader: Reader): Offer[] {
  const steps = STEPS[entry.document.status] ?? [];
  return steps
    .filter((step) => entry.allowed.includes(step) || (step === "submit" ? reader.edits : step === "approve" && reader.reviews))
    .map((step) => {
      const reason = reasonFor(step, entry);
      return { step, enabled: reason === "", reason };
    });
}
