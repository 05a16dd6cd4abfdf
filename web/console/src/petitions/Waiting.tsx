import type { PetitionDetail } from "../api/types";
import { shortStamp } from "../rules/dates";
import type { Step } from "../rules/steps";
import { t, word } from "../text";
import { useNow } from "../ui/useNow";

const RULED: Partial<Record<Step, string>> = {
  rule_on_return: "return",
  rule_on_material: "material",
  rule_on_extension: "extension",
  rule_on_withdrawal: "withdrawal",
  transfer: "transfer",
  deny_transfer: "transfer",
};

/** What somebody asked for and this step rules on: who, when, why. */
export function Waiting({ petition, step }: { petition: PetitionDetail; step: Step }) {
  const { now } = useNow();
  const kind = RULED[step];
  const asked = petition.dossier.requests.find((request) => request.kind === kind && request.decided_at === null);
  if (asked === undefined) return null;
  const details = [
    asked.days === null ? "" : t("request.days", { days: asked.days }),
    asked.items.join(t("list.separator")),
    asked.suggested_department === null ? "" : t("request.suggested", { department: asked.suggested_department }),
  ].filter(Boolean);
  return (
    <blockquote className="asked-for">
      <div className="meta">
        {[word("request", asked.kind), asked.department, shortStamp(asked.asked_at, now)].filter(Boolean).join(t("list.dot"))}
      </div>
      <div className="asked-text">{asked.reason}</div>
      {details.map((detail) => (
        <div key={detail}>{detail}</div>
      ))}
    </blockquote>
  );
}
