import { send } from "./http";
import type { AlertListOut, InboxOut, OrderIn, OrderListOut, OrderOut } from "./types";

const path = (id: string, step: string) => `/api/staff/orders/${encodeURIComponent(id)}/${step}`;

export interface OrderQuery {
  state?: string | undefined;
  level?: string | undefined;
  petition?: string | undefined;
  offset?: number;
  limit?: number;
}

/** Supervision orders (督办单) in this caller's scope, newest first. */
export const listOrders = (query: OrderQuery) => send<OrderListOut>("GET", "/api/staff/orders", { query: { ...query } });

/** Order the handling department to act and to answer by a time. */
export const issueOrder = (number: string, body: OrderIn) =>
  send<OrderOut>("POST", `/api/staff/petitions/${encodeURIComponent(number)}/supervise`, { body });

/** The department says what it did. */
export const answerOrder = (id: string, text: string) => send<OrderOut>("POST", path(id, "answer"), { body: { text } });

/** The level that made the order ends it. */
export const closeOrder = (id: string, note: string) => send<OrderOut>("POST", path(id, "close"), { body: { note } });

/** The alerts of one petition, newest first. */
export const listAlerts = (petition: string) =>
  send<AlertListOut>("GET", "/api/staff/alerts", { query: { petition, limit: 50 } });

/** What this caller was told, newest first. */
export const listNotices = (query: { only_unread?: boolean; limit: number; offset?: number }) =>
  send<InboxOut>("GET", "/api/staff/notices", { query });

/** Mark notices as read; without ids all of them. */
export const markNoticesRead = (ids: number[] | null) => send<unknown>("POST", "/api/staff/notices/read", { body: { ids } });
