import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Pagination, Select } from "antd";
import { Link } from "react-router";

import { listOrders } from "../api/orders";
import { useTitle } from "../shell/crumb";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { PAGE_SIZE, useFilters } from "../ui/useFilters";
import { OrderCard } from "./OrderCard";
import { pathOf } from "./queues";

/** All supervision orders of this caller's scope, newest first, with answer and end in place. */
export function OrderListPage() {
  useTitle(t("nav.orders"));
  const filters = useFilters();
  const query = { state: filters.get("state"), level: filters.get("level"), offset: filters.offset, limit: PAGE_SIZE };
  const orders = useQuery({ queryKey: ["orders", query], queryFn: () => listOrders(query), placeholderData: keepPreviousData });
  const select = (name: "state" | "level", all: string, options: { value: string; label: string }[]) => (
    <Select
      className="filter-select"
      aria-label={t(`order.${name}`)}
      value={filters.get(name)}
      options={[{ value: "", label: all }, ...options]}
      onChange={(value: string) => filters.set({ [name]: value })}
    />
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.orders")}</h1>
        <span className="meta">{t("order.hint")}</span>
      </div>
      <div className="filters">
        {select("state", t("order.all_states"), choices("order_state"))}
        {select("level", t("order.all_levels"), choices("order_level"))}
      </div>
      <ProblemAlert error={orders.error} onRetry={() => void orders.refetch()} />
      {orders.isPending && <Skeleton />}
      {orders.data?.total === 0 && <p className="empty">{t("order.empty")}</p>}
      <div className="order-list">
        {(orders.data?.rows ?? []).map((order) => (
          <div key={order.id} className="card">
            <Link to={pathOf({ number: order.petition_number })}>{order.petition_title}</Link>{" "}
            <span className="meta">{order.petition_number}</span>
            <OrderCard order={order} />
          </div>
        ))}
      </div>
      {(orders.data?.total ?? 0) > PAGE_SIZE && (
        <Pagination
          current={filters.page}
          pageSize={PAGE_SIZE}
          total={orders.data?.total ?? 0}
          showSizeChanger={false}
          onChange={(page) => filters.set({ page: String(page) })}
        />
      )}
    </div>
  );
}
