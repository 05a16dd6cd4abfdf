import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";

import { listEndings } from "../api/conflicts";
import type { ConflictOut } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { ConflictCard } from "./ConflictCard";
import { RulePanel, type Ruling } from "./RulePanel";

const MOST = 50;

/** What curators ask reviewers to end, each with the conflict that is the reason; nothing while nothing is asked. */
export function EndingsPane() {
  const [ruling, setRuling] = useState<Ruling | null>(null);
  const list = useQuery({ queryKey: ["endings", "open"], queryFn: () => listEndings({ limit: MOST }) });
  const rows = list.data?.rows ?? [];
  return (
    <>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {rows.length > 0 && (
        <section className="endings" aria-labelledby="endings">
          <h2 id="endings">{t("ending.title", { count: list.data?.waiting ?? 0 })}</h2>
          <ul className="conflicts">
            {rows.map((row) => (
              <ConflictCard key={row.id} conflict={row} actions={<RuleButtons conflict={row} onRule={setRuling} />} />
            ))}
          </ul>
        </section>
      )}
      <RulePanel ruling={ruling} onClose={() => setRuling(null)} />
    </>
  );
}

function RuleButtons({ conflict, onRule }: { conflict: ConflictOut; onRule: (ruling: Ruling) => void }) {
  if (conflict.ending?.is_own) return <span className="meta">{t("ending.own")}</span>;
  return (
    <>
      <Button size="small" onClick={() => onRule({ conflict, isGranted: false })}>
        {t("ending.decline")}
      </Button>
      <Button size="small" type="primary" onClick={() => onRule({ conflict, isGranted: true })}>
        {t("ending.grant")}
      </Button>
    </>
  );
}
