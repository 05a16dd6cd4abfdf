import type { IssueOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { useNow } from "../ui/useNow";

/** Everything that happened to an issue, newest first. */
export function IssueHistory({ issue }: { issue: IssueOut }) {
  const { now } = useNow();
  return (
    <Pane title={t("timeline.title")} focusable>
      <ol className="timeline">
        {[...issue.events].reverse().map((event, index) => (
          <li key={`${event.at}.${index}`} className={event.from_state === event.to_state && event.code !== "detected" ? "event event-note" : "event event-change"}>
            <strong>{event.text}</strong>
            <div className="meta">{[shortStamp(event.at, now), event.actor].join(t("list.dot"))}</div>
            {event.note !== "" && <div>{event.note}</div>}
          </li>
        ))}
      </ol>
    </Pane>
  );
}
