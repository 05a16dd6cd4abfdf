import type { PetitionDetail } from "../api/types";
import { deadline, shortStamp } from "../rules/dates";
import { eventShape, newestFirst } from "../rules/steps";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { useNow } from "../ui/useNow";

const OPEN = ["accepted", "dispatched", "processing", "awaiting"];

/** Everything that happened, newest first; a diamond is an alert, a hollow dot is still to come or internal. */
export function TimelinePane({ petition }: { petition: PetitionDetail }) {
  const { now } = useNow();
  return (
    <Pane title={t("timeline.title")} note={t("timeline.count", { count: petition.events.length })} focusable>
      <ol className="timeline">
        {petition.due_at !== null && OPEN.includes(petition.state) && petition.alert === "none" && (
          <li className="event event-to_come">
            <strong>{t("timeline.to_answer")}</strong>
            <div className="meta">{t("petition.due", { deadline: deadline(petition.due_at) })}</div>
          </li>
        )}
        {newestFirst(petition.events).map((event, index) => (
          <li key={`${event.at}.${event.code}.${index}`} className={`event event-${eventShape(event)}`}>
            <strong>{event.text}</strong>
            <div className="meta">
              {[shortStamp(event.at, now), event.actor, event.department].filter(Boolean).join(t("list.dot"))}
            </div>
            {event.reason !== null && event.reason !== "" && <div>{event.reason}</div>}
          </li>
        ))}
      </ol>
    </Pane>
  );
}
