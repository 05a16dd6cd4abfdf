import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";

import { listAlerts } from "../api/orders";
import type { AlertOut, EventOut, PetitionDetail } from "../api/types";
import { deadline, shortStamp } from "../rules/dates";
import { eventShape, newestFirst } from "../rules/steps";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { useNow } from "../ui/useNow";

const OPEN = ["accepted", "dispatched", "processing", "awaiting"];

/** An alert as an entry of the timeline: who was told is its note. */
function asEvent(alert: AlertOut): EventOut {
  return {
    code: `alert.${alert.kind}`,
    text: alert.kind_name,
    at: alert.due_at,
    actor: t("timeline.system"),
    from_state: null,
    to_state: "processing",
    reason: null,
    department: alert.department,
    is_internal: true,
  };
}

/** Everything that happened, newest first; a diamond is an alert, a hollow dot is still to come or internal. */
export function TimelinePane({ petition }: { petition: PetitionDetail }) {
  const { now } = useNow();
  const [isWhole, setWhole] = useState(true);
  const alerts = useQuery({ queryKey: ["alerts", petition.number], queryFn: () => listAlerts(petition.number) });
  const happened = [...petition.events, ...(alerts.data?.rows ?? []).map(asEvent)];
  const events = happened.filter((event) => isWhole || !event.is_internal);
  const toggle = (
    <Segmented
      size="small"
      aria-label={t("timeline.shown")}
      value={isWhole ? "all" : "public"}
      options={[
        { value: "public", label: t("timeline.public") },
        { value: "all", label: t("timeline.all") },
      ]}
      onChange={(shown) => setWhole(shown === "all")}
    />
  );
  return (
    <Pane title={t("timeline.title")} actions={toggle} focusable>
      <ol className="timeline">
        {petition.due_at !== null && OPEN.includes(petition.state) && petition.alert === "none" && (
          <li className="event event-to_come">
            <strong>{t("timeline.to_answer")}</strong>
            <div className="meta">{t("petition.due", { deadline: deadline(petition.due_at) })}</div>
          </li>
        )}
        {newestFirst(events).map((event, index) => (
          <li key={`${event.at}.${event.code}.${index}`} className={`event event-${eventShape(event)}`}>
            <strong>{event.text}</strong>
            <div className="meta">
              {[...new Set([shortStamp(event.at, now), event.actor, event.department])].filter(Boolean).join(t("list.dot"))}
            </div>
            {isWhole && event.reason !== null && event.reason !== "" && <div>{event.reason}</div>}
          </li>
        ))}
      </ol>
    </Pane>
  );
}
