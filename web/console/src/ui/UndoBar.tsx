import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { t } from "../text";
import { dismiss, type Outcome, undo, useUndoable, type Waiting } from "./undoable";

/** The bulk step that can still be taken back, and what became of the last one; shown on every page. */
export function UndoBar() {
  const { waiting, outcome } = useUndoable();
  const client = useQueryClient();
  useEffect(() => {
    outcome?.changed.forEach((list) => void client.invalidateQueries({ queryKey: [list] }));
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
      <span>{waiting.sentence}</span>
      <span aria-hidden>{t("bulk_dispatch.seconds", { seconds })}</span>
      <Button size="small" onClick={undo}>
        {t("bulk_dispatch.undo")}
      </Button>
    </div>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  const { title, failed } = outcome;
  return (
    <Alert
      type={failed.length === 0 ? "success" : "warning"}
      showIcon
      closable={{ onClose: dismiss, "aria-label": t("action.close") }}
      title={title}
      description={
        failed.length > 0 && (
          <ul>
            {failed.map(({ key, title: name, sentence, to }) => (
              <li key={key}>
                <Link to={to}>{name}</Link> {sentence}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
