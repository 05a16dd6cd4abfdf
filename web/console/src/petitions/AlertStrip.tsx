import { useQuery } from "@tanstack/react-query";

import { listPetitions } from "../api/petitions";
import { t, word } from "../text";
import { AlertBars } from "../ui/SlaTag";

const ALERTS = ["red", "orange", "yellow"] as const;
const PRESSING = ["due_today", "unsigned", "unaccepted"] as const;

interface AlertStripProps {
  chosen: string;
  onChoose: (code: string) => void;
}

/** What presses, as filters: the three colours of overdue, due today, and what nobody signed or accepted in time. */
export function AlertStrip({ chosen, onChoose }: AlertStripProps) {
  return (
    <div className="alerts" role="group" aria-label={t("petition.alerts")}>
      {[...ALERTS, ...PRESSING].map((code) => (
        <AlertCard key={code} code={code} isChosen={chosen === code} onChoose={() => onChoose(chosen === code ? "" : code)} />
      ))}
    </div>
  );
}

type Code = (typeof ALERTS)[number] | (typeof PRESSING)[number];
const levelOf = (code: Code) => ALERTS.find((alert) => alert === code);

function AlertCard({ code, isChosen, onChoose }: { code: Code; isChosen: boolean; onChoose: () => void }) {
  const level = levelOf(code);
  const count = useQuery({
    queryKey: ["petition-count", code],
    queryFn: () => listPetitions({ ...pressOf(code), limit: 1 }),
  });
  return (
    <button type="button" className={`alert-card alert-${code}`} aria-pressed={isChosen} onClick={onChoose}>
      <span className="alert-count">{count.data?.total ?? t("state.dash")}</span>
      <span>
        <strong className="alert-name">
          {level !== undefined && <AlertBars level={level} />} {word("alert.title", code)}
        </strong>
        <span className="alert-note">{word("alert.note", code)}</span>
      </span>
    </button>
  );
}

/** The filter a card stands for: a colour, or what presses otherwise. */
export function pressOf(code: string): { alert?: string; pressing?: string } {
  if (code === "") return {};
  return ALERTS.some((alert) => alert === code) ? { alert: code } : { pressing: code };
}
