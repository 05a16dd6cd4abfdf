import type { IssueState } from "../api/types";
import { word } from "../text";
import { Tag, type TagTone } from "../ui/Tag";

const LOOKS: Record<IssueState, { tone: TagTone; icon: "wait" | "check" | "edit" | "swap" | "clock" | "stop" }> = {
  detected: { tone: "amber", icon: "wait" },
  confirmed: { tone: "plain", icon: "edit" },
  drafted: { tone: "amber", icon: "wait" },
  reported: { tone: "blue", icon: "swap" },
  tracked: { tone: "blue", icon: "clock" },
  closed: { tone: "green", icon: "check" },
  dismissed: { tone: "grey", icon: "stop" },
};

/** Where a hot issue stands. */
export function IssueStateTag({ state }: { state: IssueState }) {
  return <Tag {...LOOKS[state]}>{word("issue_state", state)}</Tag>;
}
