import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, InputNumber } from "antd";
import { useState } from "react";

import { tickSource } from "../api/sources";
import type { SourceSite, SourceSiteList } from "../api/types";
import { clockTime } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";

/** Notes today's check in two clicks: nothing new, or how many were found; done, it says so and can be corrected. */
export function TickCell({ site }: { site: SourceSite }) {
  const client = useQueryClient();
  const say = useToast();
  const [isOpen, setOpen] = useState(false);
  const [count, setCount] = useState<number | null>(1);
  const tick = useMutation({
    mutationFn: (found: number) => tickSource(site.id, { found_count: found, note: "" }),
    onSuccess: (answered) => {
      setOpen(false);
      say(t("sources.ticked", { name: site.name }));
      client.setQueryData<SourceSiteList>(["sources"], (list) =>
        list && { ...list, sites: list.sites.map((known) => (known.id === answered.id ? answered : known)) },
      );
    },
  });
  const said =
    site.today === null ? null : (
      <span className="meta">
        {t(site.today.found_count > 0 ? "sources.found" : "sources.found_none", {
          count: site.today.found_count,
          actor: site.today.actor,
          time: clockTime(site.today.ticked_at),
        })}
      </span>
    );
  if (!site.may_tick) return said;
  if (said !== null && !isOpen) {
    return (
      <span className="tick">
        {said}
        <button type="button" className="link" aria-label={t("sources.correct_site", { name: site.name })} onClick={() => setOpen(true)}>
          {t("sources.correct")}
        </button>
      </span>
    );
  }
  return (
    <>
      <div className="tick" role="group" aria-label={t("sources.tick_site", { name: site.name })}>
        <Button size="small" loading={tick.isPending} onClick={() => tick.mutate(0)}>
          {t("sources.tick_none")}
        </Button>
        <InputNumber size="small" min={1} max={999} value={count} onChange={setCount} aria-label={t("sources.tick_count")} />
        <Button size="small" disabled={tick.isPending || count === null} onClick={() => tick.mutate(count ?? 0)}>
          {t("sources.tick_found")}
        </Button>
      </div>
      <ProblemAlert error={tick.error} />
    </>
  );
}
