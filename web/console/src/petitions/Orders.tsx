import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";

import { listOrders } from "../api/orders";
import type { PetitionDetail } from "../api/types";
import { supervisesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useIsPhone } from "../ui/useMedia";
import { OrderCard } from "./OrderCard";
import { OrderForm } from "./OrderForm";

const OPEN = ["submitted", "accepted", "dispatched", "processing", "awaiting"];

/** The supervision orders on a petition; a supervisor makes one here, at the own level. */
export function Orders({ petition }: { petition: PetitionDetail }) {
  const me = useMe();
  const isPhone = useIsPhone();
  const [isWriting, setWriting] = useState(false);
  const query = { petition: petition.number, limit: 50 };
  const orders = useQuery({ queryKey: ["orders", query], queryFn: () => listOrders(query) });
  const mayOrder = supervisesPetitions(me) && !isPhone && OPEN.includes(petition.state) && petition.lead_department_code !== null;
  if (!mayOrder && (orders.data?.rows ?? []).length === 0) return null;
  return (
    <section className="part" aria-label={t("nav.orders")}>
      <h3>{t("nav.orders")}</h3>
      <ProblemAlert error={orders.error} />
      {(orders.data?.rows ?? []).map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
      {mayOrder && !isWriting && (
        <Button size="small" className="no-print self-start" onClick={() => setWriting(true)}>
          {t("order.open")}
        </Button>
      )}
      {mayOrder && isWriting && <OrderForm petition={petition} onDone={() => setWriting(false)} />}
    </section>
  );
}
