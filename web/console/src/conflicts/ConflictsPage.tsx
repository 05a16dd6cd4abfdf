import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Pagination, Segmented, Select } from "antd";
import { useState } from "react";

import { listConflicts } from "../api/conflicts";
import type { ConflictOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { ConflictCard } from "./ConflictCard";
import { DecidePanel } from "./DecidePanel";

/** The work list of conflicts: what repeats, contradicts or ends something else, both sides beside each other. */
export function ConflictsPage() {
  useTitle(t("nav.conflicts"));
  const filters = useFilters();
  const [deciding, setDeciding] = useState<ConflictOut | null>(null);
  const query = { open: filters.get("open") || "true", kind: filters.get("kind"), offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({
    queryKey: ["conflicts", query],
    queryFn: () => listConflicts(query),
    placeholderData: keepPreviousData,
  });
  const waiting = list.data?.open ?? {};
  const total = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.conflicts")}</h1>
        <span className="meta">{t("conflicts.hint")}</span>
      </div>
      <div className="filters">
        <Segmented
          value={query.open}
          options={[
            { value: "true", label: t("conflicts.open", { count: total }) },
            { value: "false", label: t("conflicts.decided") },
          ]}
          onChange={(open) => filters.set({ open: open === "true" ? "" : open })}
          aria-label={t("conflicts.state")}
        />
        <Select
          className="filter-select"
          aria-label={t("conflicts.kind")}
          value={query.kind}
          options={[
            { value: "", label: t("conflicts.all_kinds") },
            ...choices("conflict").map(({ value }) => ({
              value,
              label: t("conflicts.kind_count", { kind: word("conflict", value), count: waiting[value] ?? 0 }),
            })),
          ]}
          onChange={(kind) => filters.set({ kind })}
        />
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.data === undefined && !list.isError && <Skeleton />}
      {list.data?.rows.length === 0 && <p className="empty">{t("conflicts.empty")}</p>}
      <ul className="conflicts">
        {list.data?.rows.map((row) => (
          <ConflictCard
            key={row.id}
            conflict={row}
            actions={
              <Button size="small" onClick={() => setDeciding(row)}>
                {t(row.decision === null ? "conflicts.decide" : "conflicts.decide_again")}
              </Button>
            }
          />
        ))}
      </ul>
      {(list.data?.total ?? 0) > PAGE_SIZE && (
        <Pagination
          current={filters.page}
          pageSize={PAGE_SIZE}
          total={list.data?.total ?? 0}
          showSizeChanger={false}
          onChange={(page) => filters.set({ page: String(page) })}
        />
      )}
      <DecidePanel conflict={deciding} onClose={() => setDeciding(null)} />
    </div>
  );
}
