import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { listSources } from "../api/sources";
import type { SourceSite } from "../api/types";
import { longDay } from "../rules/dates";
import { chosenSites, countStates, SITE_LOOKS, SITE_STATES } from "../rules/sources";
import { editsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useFilters } from "../ui/useFilters";
import { ListExchange } from "./ListExchange";
import { SitePanel } from "./SitePanel";
import { TickCell } from "./TickCell";

/** Key under which the list is cached. */
export const SOURCES = ["sources"] as const;

/** The source list: who looks through which site, and whether it was done today. */
export function SourceListPage() {
  useTitle(t("nav.sources"));
  const me = useMe();
  const filters = useFilters();
  const [edited, setEdited] = useState<SourceSite | "new" | null>(null);
  const list = useQuery({ queryKey: SOURCES, queryFn: listSources, refetchInterval: 60_000 });
  const sites = list.data?.sites ?? [];
  const counts = countStates(sites);
  const state = filters.get("state");
  const shown = chosenSites(sites, { state, kind: filters.get("kind"), q: filters.get("q"), isMine: filters.get("mine") === "1" });
  const canEdit = editsKnowledge(me);
  return (
    <div className="page sources">
      <div className="page-head">
        <h1>{t("nav.sources")}</h1>
        <span className="meta">{t("sources.hint", { hour: list.data?.closes_hour ?? 17 })}</span>
        <div className="page-actions">
          <Link to="/sources/bulletin">
            <Button>{t("sources.bulletin")}</Button>
          </Link>
          <ListExchange canImport={canEdit} />
          {canEdit && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
              {t("sources.add")}
            </Button>
          )}
        </div>
      </div>
      <div className="site-states" role="group" aria-label={t("sources.by_state")}>
        {SITE_STATES.map((code) => (
          <button
            key={code}
            type="button"
            aria-pressed={state === code}
            onClick={() => filters.set({ state: state === code ? "" : code })}
          >
            <Tag {...SITE_LOOKS[code]}>{word("site_state", code)}</Tag>
            <strong>{counts[code]}</strong>
          </button>
        ))}
      </div>
      <div className="filters">
        <Input.Search
          key={filters.get("q")}
          className="filter-search"
          defaultValue={filters.get("q")}
          placeholder={t("sources.search")}
          aria-label={t("sources.search")}
          allowClear
          onSearch={(q) => filters.set({ q: q.trim() })}
        />
        <Select
          className="filter-select"
          aria-label={t("sources.kind")}
          value={filters.get("kind")}
          options={[{ value: "", label: t("sources.all_kinds") }, ...choices("site_kind")]}
          onChange={(kind) => filters.set({ kind })}
        />
        <Checkbox checked={filters.get("mine") === "1"} onChange={({ target }) => filters.set({ mine: target.checked ? "1" : "" })}>
          {t("sources.mine")}
        </Checkbox>
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<SourceSite>
        className="sheet"
        size="small"
        rowKey="id"
        columns={columnsFor(canEdit ? setEdited : null)}
        dataSource={shown}
        loading={list.isPending}
        rowClassName={(site) => `row-${site.state}`}
        locale={{ emptyText: <span className="empty">{list.isPending ? t("state.loading") : t("sources.empty")}</span> }}
        pagination={{ pageSize: 50, showSizeChanger: false, showTotal: (total) => t("sources.total", { total }) }}
      />
      {edited !== null && (
        <SitePanel site={edited === "new" ? null : edited} owners={list.data?.owners ?? []} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

function columnsFor(onEdit: ((site: SourceSite) => void) | null): TableColumnsType<SourceSite> {
  const columns: TableColumnsType<SourceSite> = [
    {
      title: t("sources.column.state"),
      key: "state",
      width: 150,
      render: (_, site) => (
        <>
          <Tag {...SITE_LOOKS[site.state]}>{word("site_state", site.state)}</Tag>
          {(site.state === "overdue" || site.state === "not_due") && (
            <div className="meta">{t(`sources.due.${site.state}`, { day: longDay(site.due_on) })}</div>
          )}
        </>
      ),
    },
    {
      title: t("sources.column.name"),
      key: "name",
      render: (_, site) => (
        <>
          <a href={site.url} target="_blank" rel="noreferrer">
            {site.name}
          </a>
          <div className="meta">{[word("site_level", site.level), word("site_kind", site.kind), frequency(site)].join(t("list.dot"))}</div>
        </>
      ),
    },
    {
      title: t("sources.column.owner"),
      key: "owner",
      width: 132,
      responsive: ["md"],
      render: (_, site) => [site.owner, site.department].filter(Boolean).join(t("list.dot")) || t("sources.no_owner"),
    },
    {
      title: t("sources.column.last"),
      key: "last",
      width: 168,
      responsive: ["lg"],
      render: (_, site) => (
        <>
          {site.last_checked_on === null ? t("sources.never") : longDay(site.last_checked_on)}
          {site.last_new_on !== null && <div className="meta">{t("sources.last_new", { day: longDay(site.last_new_on) })}</div>}
        </>
      ),
    },
    { title: t("sources.column.tick"), key: "tick", width: 244, render: (_, site) => <TickCell site={site} /> },
  ];
  if (onEdit !== null) {
    columns.push({
      title: t("sources.column.edit"),
      key: "edit",
      width: 72,
      render: (_, site) => (
        <button type="button" className="link" aria-label={t("sources.edit_site", { name: site.name })} onClick={() => onEdit(site)}>
          {t("sources.edit")}
        </button>
      ),
    });
  }
  return columns;
}

const frequency = ({ check_every_days: days }: SourceSite) => (days === 1 ? t("sources.daily") : t("sources.every", { days }));
