import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { t } from "../text";
import { dismiss, type Outcome, undo, useBulk, type Waiting } from "./bulk";
import { pathOf } from "./queues";

/** The bulk dispatch that can still be taken back, and what became of the last one; shown on every page. */
export function UndoBar() {
  const { waiting, outcome } = useBulk();
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["petitions"] });
    void client.invalidateQueries({ queryKey: ["petition-count"] });
  }, [outcome, client]);
  return (
    <div className="undo-place" role="status">
      {waiting !== null && <Countdown waiting={waiting} />}
      {waiting === null && outcome !== null && <Result outcome={outcome} />}
    </div>
  );
}

function Countdown({ waiting }: { waiting: Waiting }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = window.setInterval(() => setNow(Date.now()), 500);
    return () => window.clearInterval(ticking);
  }, []);
  const seconds = Math.max(0, Math.ceil((waiting.at - now) / 1000));
  return (
    <div className="toast undo">
      <span>{t("bulk_dispatch.waiting", { count: waiting.rows.length, department: waiting.department.name })}</span>
      <span aria-hidden>{t("bulk_dispatch.seconds", { seconds })}</span>
      <Button size="small" onClick={undo}>
        {t("bulk_dispatch.undo")}
      </Button>
    </div>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  const { done, department, failed } = outcome;
  return (
    <Alert
      type={failed.length === 0 ? "success" : "warning"}
      showIcon
      closable={{ onClose: dismiss, "aria-label": t("action.close") }}
      title={t("bulk_dispatch.done", { count: done, department })}
      description={
        failed.length > 0 && (
          <ul>
            {failed.map((petition) => (
              <li key={petition.number}>
                <Link to={pathOf(petition)}>{petition.title}</Link> {petition.sentence}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
