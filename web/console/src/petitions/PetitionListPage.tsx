import { PlusOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { listPetitions, type PetitionQuery } from "../api/petitions";
import type { PetitionRow } from "../api/types";
import { deadline } from "../rules/dates";
import { dispatchesPetitions, registersPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { AlertStrip, pressOf } from "./AlertStrip";
import { Board } from "./Board";
import { BulkBar } from "./BulkBar";
import { DueCalendar } from "./DueCalendar";
import { FilterBar } from "./FilterBar";
import { PetitionTable } from "./PetitionTable";
import { type Column, QUEUES, type QueueCode, queueOf } from "./queues";

type Filters = ReturnType<typeof useFilters>;

/** The petition desk: boards by queue, or one dense list; alerts on top as filters. */
export function PetitionListPage() {
  const filters = useFilters();
  const me = useMe();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const { now } = useNow();
  const queue = queueOf(filters.get("queue"));
  useTitle(t("nav.petitions"));
  const isCalendar = !isPhone && filters.get("view") === "calendar";
  const narrows = ["state", "press", "due_on"].some((name) => filters.get(name) !== "");
  const isList = !isCalendar && (isPhone || filters.get("view") === "list" || narrows);
  const narrowed = filtersOf(filters);
  const openMore = ({ query }: Column) =>
    filters.set({ view: "list", ...(query.alert === undefined ? { state: stateOf(query.state) } : { press: query.alert }) });
  return (
    <div className={isList || isCalendar ? "page" : "page work"}>
      <div className="page-head">
        <h1>{t("nav.petitions")}</h1>
        <span className="meta">{deadline(now)}</span>
        <div className="page-actions">
          {!isPhone && (
            <Segmented
              aria-label={t("board.view")}
              value={isCalendar ? "calendar" : isList ? "list" : "board"}
              options={[
                { value: "board", label: t("board.board") },
                { value: "list", label: t("board.list") },
                { value: "calendar", label: t("due.view") },
              ]}
              onChange={(view) => filters.set({ month: "", due_on: "", ...(view === "board" ? { view: "", state: "", press: "" } : { view }) })}
            />
          )}
          {registersPetitions(me) && !isPhone && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate("/petitions/new")}>
              {t("register.open")}
            </Button>
          )}
        </div>
      </div>
      <AlertStrip chosen={filters.get("press")} onChoose={(press) => filters.set({ press })} />
      <Queues current={queue} filters={filters} />
      <FilterBar filters={filters} />
      {isCalendar ? (
        <DueCalendar query={{ ...QUEUES[queue].query, ...narrowed, ...stateQuery(filters.get("state")) }} />
      ) : isList ? (
        <DeskList queue={queue} narrowed={narrowed} filters={filters} mayDispatch={dispatchesPetitions(me) && !isPhone} />
      ) : (
        <Board queue={queue} filters={narrowed} onMore={openMore} />
      )}
    </div>
  );
}

const stateOf = (state: Column["query"]["state"]) => (Array.isArray(state) && state.length === 1 ? String(state[0]) : "");

const stateQuery = (state: string) => (state === "" ? {} : { state });

function filtersOf(filters: Filters): PetitionQuery {
  const { get } = filters;
  return {
    q: get("q"),
    department: get("department"),
    category: get("category"),
    nature: get("nature"),
    urgency: get("urgency"),
    ...pressOf(get("press")),
  };
}

function Queues({ current, filters }: { current: QueueCode; filters: Filters }) {
  return (
    <nav className="queues" aria-label={t("board.queues")}>
      {(Object.keys(QUEUES) as QueueCode[]).map((code) => (
        <a
          key={code}
          href={code === "all" ? "/console/petitions" : `/console/petitions?queue=${code}`}
          className="queue"
          aria-current={current === code ? "page" : undefined}
          onClick={(event) => {
            event.preventDefault();
            filters.set({ queue: code === "all" ? "" : code, state: "", press: "" });
          }}
        >
          {word("desk_queue", code)}
        </a>
      ))}
      <Link to="/orders" className="queue">
        {t("nav.orders")}
      </Link>
    </nav>
  );
}

interface DeskListProps {
  queue: QueueCode;
  narrowed: PetitionQuery;
  filters: Filters;
  mayDispatch: boolean;
}

function DeskList({ queue, narrowed, filters, mayDispatch }: DeskListProps) {
  const [chosen, setChosen] = useState<readonly PetitionRow[]>([]);
  const state = filters.get("state");
  const query = {
    ...QUEUES[queue].query,
    ...narrowed,
    ...stateQuery(state),
    due_on: filters.get("due_on"),
    offset: filters.offset,
    limit: PAGE_SIZE,
  };
  const list = useQuery({
    queryKey: ["petitions", query],
    queryFn: () => listPetitions(query),
    placeholderData: keepPreviousData,
  });
  const selection = mayDispatch ? { chosen, onChoose: setChosen } : undefined;
  return (
    <>
      {chosen.length > 0 && <BulkBar chosen={chosen} onDone={() => setChosen([])} />}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <PetitionTable list={list.data} isLoading={list.isFetching} filters={filters} selection={selection} />
    </>
  );
}
