import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";

import { takeOver } from "../api/live";
import type { HandOverOut, LiveDeskOut } from "../api/types";
import { LIVE_DESK } from "../shell/useLiveDesk";
import { t } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";

interface DeskListProps {
  desk: LiveDeskOut;
  /** When this was heard, by the clock of this device (milliseconds). */
  heardAt: number;
  chosen: string;
  onChoose: (id: string) => void;
}

/** Who waits, the longest waiting first, with the time; and the conversations in hand. */
export function DeskList({ desk, heardAt, chosen, onChoose }: DeskListProps) {
  const client = useQueryClient();
  const now = Date.parse(desk.now) + Math.max(useSeconds() - heardAt, 0);
  const take = useMutation({
    mutationFn: takeOver,
    onSuccess: (taken) => onChoose(taken.id),
    onSettled: () => client.invalidateQueries({ queryKey: LIVE_DESK }),
  });
  return (
    <Pane title={t("live.list")}>
      <ProblemAlert error={take.error} />
      <h3 className="live-group">
        {t("live.waiting")} <span className="meta">{desk.waiting.length}</span>
      </h3>
      {desk.waiting.length === 0 && <p className="empty">{t("live.none_waiting")}</p>}
      <ul className="live-rows">
        {desk.waiting.map((row) => (
          <Row key={row.id} row={row} isChosen={row.id === chosen} onChoose={onChoose} time={t("live.waited", { time: lapse(row.asked_at, now) })}>
            <Button type="primary" size="small" loading={take.isPending && take.variables === row.id} onClick={() => take.mutate(row.id)}>
              {t("live.take")}
            </Button>
          </Row>
        ))}
      </ul>
      <h3 className="live-group">
        {t("live.mine")} <span className="meta">{desk.mine.length}</span>
      </h3>
      {desk.mine.length === 0 && <p className="empty">{t("live.none_mine")}</p>}
      <ul className="live-rows">
        {desk.mine.map((row) => (
          <Row key={row.id} row={row} isChosen={row.id === chosen} onChoose={onChoose} time={t("live.held", { time: lapse(row.taken_at ?? row.asked_at, now) })} />
        ))}
      </ul>
    </Pane>
  );
}

interface RowProps {
  row: HandOverOut;
  isChosen: boolean;
  time: string;
  onChoose: (id: string) => void;
  children?: React.ReactNode;
}

function Row({ row, isChosen, time, onChoose, children }: RowProps) {
  return (
    <li className={isChosen ? "live-row live-row-chosen" : "live-row"}>
      <button type="button" className="live-open" aria-current={isChosen ? "true" : undefined} onClick={() => onChoose(row.id)}>
        <span className="live-question">{row.question || t("live.no_question")}</span>
        <span className="meta">{time}</span>
        {!row.is_there && <Tag tone="grey" icon="pause">{t("live.left")}</Tag>}
      </button>
      {children}
    </li>
  );
}

function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function lapse(since: string, now: number): string {
  const seconds = Math.max(Math.floor((now - Date.parse(since)) / 1_000), 0);
  if (seconds < 60) return t("live.seconds", { seconds });
  return t("live.minutes", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}
