import type { AnswerRow } from "../api/types";
import { word } from "../text";
import { Tag } from "../ui/Tag";

const LOOKS = {
  answered: { tone: "green", icon: "check" },
  partial: { tone: "plain", icon: "check" },
  clarify: { tone: "plain", icon: "edit" },
  abstained: { tone: "plain", icon: "pause" },
  failed: { tone: "red", icon: "close" },
} as const;

/** How a question ended: a word with a shape; only a failure is red. */
export function OutcomeTag({ outcome }: { outcome: AnswerRow["outcome"] }) {
  const look = outcome in LOOKS ? LOOKS[outcome as keyof typeof LOOKS] : {};
  return <Tag {...look}>{word("outcome", outcome)}</Tag>;
}
