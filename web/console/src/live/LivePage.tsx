import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Switch } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { setPresence } from "../api/live";
import type { CitationOut, LiveDeskOut } from "../api/types";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { LIVE_DESK, useLiveDesk } from "../shell/useLiveDesk";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { DeskList } from "./DeskList";
import { LookUpPane } from "./LookUpPane";
import { Signals } from "./Signals";
import { TalkPane } from "./TalkPane";

/** What is written and not yet sent, by conversation, so that changing between them loses nothing. */
export interface Draft {
  text: string;
  citations: CitationOut[];
}

export const NO_DRAFT: Draft = { text: "", citations: [] };

/** 在线接待: who waits, the conversation in hand, and knowledge beside it. */
export function LivePage() {
  useTitle(t("nav.live"));
  const desk = useLiveDesk(useMe(), true);
  const [params, setParams] = useSearchParams();
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const chosen = params.get("id") ?? "";
  const write = (change: (draft: Draft) => Draft) =>
    setDrafts((all) => ({ ...all, [chosen]: change(all[chosen] ?? NO_DRAFT) }));
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{t("nav.live")}</h1>
        {desk.data && <Duty desk={desk.data} />}
        <Signals />
      </div>
      <ProblemAlert error={desk.error} onRetry={() => void desk.refetch()} />
      {desk.data && <Attendance desk={desk.data} />}
      <div className={chosen === "" ? "panes panes-live panes-live-idle" : "panes panes-live"}>
        {desk.data ? (
          <DeskList desk={desk.data} heardAt={desk.dataUpdatedAt} chosen={chosen} onChoose={(id) => setParams({ id }, { replace: true })} />
        ) : (
          <Skeleton />
        )}
        <TalkPane key={chosen} id={chosen} draft={drafts[chosen] ?? NO_DRAFT} onWrite={write} />
        {chosen !== "" && <LookUpPane key={`look-up ${chosen}`} id={chosen} onInsert={write} />}
      </div>
    </div>
  );
}

function Duty({ desk }: { desk: LiveDeskOut }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: setPresence,
    onSettled: () => client.invalidateQueries({ queryKey: LIVE_DESK }),
  });
  const { number } = desk;
  return (
    <>
      <Switch
        aria-label={t("live.duty")}
        checked={desk.is_on_duty}
        loading={change.isPending}
        checkedChildren={t("live.on_duty")}
        unCheckedChildren={t("live.off_duty")}
        onChange={(isOnDuty) => change.mutate(isOnDuty)}
      />
      <span className="meta">{number === null ? t("live.no_number") : t("live.number", { number: String(number).padStart(2, "0") })}</span>
      <ProblemAlert error={change.error} />
    </>
  );
}

function Attendance({ desk }: { desk: LiveDeskOut }) {
  if (desk.attendance === "attended") return null;
  return (
    <p className="live-note" role="status">
      {desk.attendance === "closed" ? t("live.closed", { hours: desk.hours }) : t("live.nobody")}
    </p>
  );
}
