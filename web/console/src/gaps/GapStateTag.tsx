import type { GapState } from "../api/types";
import { word } from "../text";
import { Tag, type TagTone } from "../ui/Tag";

const LOOKS: Record<GapState, { tone: TagTone; icon: "wait" | "check" | "stop" }> = {
  open: { tone: "amber", icon: "wait" },
  resolved: { tone: "green", icon: "check" },
  dismissed: { tone: "grey", icon: "stop" },
};

/** Where a gap stands. */
export function GapStateTag({ state }: { state: GapState }) {
  return <Tag {...LOOKS[state]}>{word("gap_state", state)}</Tag>;
}
