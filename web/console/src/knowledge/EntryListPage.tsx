import { DownloadOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { exportUrl, listEntries } from "../api/knowledge";
import type { EntryRow } from "../api/types";
import { EndingsPane } from "../conflicts/EndingsPane";
import { editsKnowledge, withdrawsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { SavedFilters } from "../ui/SavedFilters";
import { useIsPhone } from "../ui/useMedia";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { BulkBar } from "./BulkBar";
import { EntryTable } from "./EntryTable";
import { ToDo } from "./ToDo";

const NARROWING = ["kind", "q", "ends_within_days", "incomplete", "review_due", "tag"] as const;
const QUEUES = ["published", "draft", "in_review", "superseded", "expired", "withdrawn"];

type Look = "" | "ending" | "review" | "incomplete";
const NO_LOOK = { ends_within_days: "", incomplete: "", review_due: "" };
const LOOKS: Record<Look, typeof NO_LOOK> = {
  "": NO_LOOK,
  ending: { ...NO_LOOK, ends_within_days: "30" },
  review: { ...NO_LOOK, review_due: "true" },
  incomplete: { ...NO_LOOK, incomplete: "true" },
};

function lookOf(get: (name: string) => string): Look {
  if (get("review_due") !== "") return "review";
  if (get("ends_within_days") !== "") return "ending";
  return get("incomplete") === "" ? "" : "incomplete";
}

function useQueueCounts(): (number | undefined)[] {
  return useQueries({
    queries: QUEUES.map((status) => ({
      queryKey: ["entry-count", status],
      queryFn: () => listEntries({ status, limit: 1 }),
    })),
  }).map(({ data }) => data?.total);
}

/** The work queues, one link per status; a link keeps no other filter, a queue is looked at whole. */
function Queues({ status }: { status: string }) {
  const counts = useQueueCounts();
  return (
    <nav className="queues" aria-label={t("knowledge.queues")}>
      {QUEUES.map((queue, index) => (
        <Link
          key={queue}
          className="queue"
          to={queue === "published" ? "/knowledge" : `/knowledge?status=${queue}`}
          aria-current={queue === status ? "page" : undefined}
        >
          {word("queue", queue)} <span className="count">{counts[index] ?? ""}</span>
        </Link>
      ))}
    </nav>
  );
}

/** The knowledge desk: work queues on top, filters in the address bar, one dense row per version. */
export function EntryListPage() {
  useTitle(t("nav.knowledge"));
  const me = useMe();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const filters = useFilters();
  const status = filters.get("status") || "published";
  const [chosen, setChosen] = useState<EntryRow[]>([]);
  const narrowed = Object.fromEntries(NARROWING.map((name) => [name, filters.get(name)]));
  const query = { status, ...narrowed, offset: filters.offset, limit: PAGE_SIZE };
  const list = useQuery({
    queryKey: ["entries", query],
    queryFn: () => listEntries(query),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.knowledge")}</h1>
        <span className="meta">{t("knowledge.motto")}</span>
        {editsKnowledge(me) && (
          <div className="page-actions">
            {isPhone ? (
              <span className="meta">{t("state.open_on_computer")}</span>
            ) : (
              <>
                <Button icon={<DownloadOutlined aria-hidden />} href={exportUrl({ status, ...narrowed })}>
                  {t("action.export")}
                </Button>
                <Button icon={<PlusOutlined aria-hidden />} onClick={() => void navigate("/knowledge/faqs/new")}>
                  {t("faq.new")}
                </Button>
                <Button icon={<PlusOutlined aria-hidden />} onClick={() => void navigate("/knowledge/services/new")}>
                  {t("service.new")}
                </Button>
                <Button type="primary" icon={<UploadOutlined aria-hidden />} onClick={() => void navigate("/imports")}>
                  {t("upload.title")}
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      {editsKnowledge(me) && <ToDo />}
      <Queues status={status} />
      {status === "in_review" && withdrawsKnowledge(me) && <EndingsPane />}
      <div className="filters">
        <Input.Search
          key={filters.get("q")}
          className="filter-search"
          defaultValue={filters.get("q")}
          placeholder={t("knowledge.search")}
          aria-label={t("knowledge.search")}
          allowClear
          onSearch={(q) => filters.set({ q: q.trim() })}
        />
        <Select
          className="filter-select"
          aria-label={t("knowledge.kind")}
          value={filters.get("kind")}
          options={[{ value: "", label: t("knowledge.all_kinds") }, ...choices("kind")]}
          onChange={(kind) => filters.set({ kind })}
        />
        <Select
          className="filter-select"
          aria-label={t("knowledge.look_at")}
          value={lookOf(filters.get)}
          options={[
            { value: "", label: t("knowledge.look_at_all") },
            { value: "ending", label: t("knowledge.ending") },
            { value: "review", label: t("knowledge.review_due") },
            { value: "incomplete", label: t("knowledge.incomplete") },
          ]}
          onChange={(wanted: Look) => filters.set(LOOKS[wanted])}
        />
        <Input.Search
          key={`tag.${filters.get("tag")}`}
          className="filter-tag"
          defaultValue={filters.get("tag")}
          placeholder={t("bulk.tag")}
          aria-label={t("knowledge.by_tag")}
          allowClear
          onSearch={(tag) => filters.set({ tag: tag.trim() })}
        />
        <SavedFilters desk="knowledge" />
      </div>
      {editsKnowledge(me) && <BulkBar rows={chosen} onClear={() => setChosen([])} />}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <EntryTable
        list={list.data}
        isLoading={list.isFetching}
        page={filters.page}
        onPage={(page) => filters.set({ page: String(page) })}
        onClear={() => filters.set(Object.fromEntries(NARROWING.map((name) => [name, ""])))}
        isFiltered={Object.values(narrowed).some((value) => value !== "")}
        chosen={editsKnowledge(me) && !isPhone ? chosen : null}
        onChoose={setChosen}
        canUpload={editsKnowledge(me)}
      />
    </div>
  );
}
