import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";

import { answerOrder, closeOrder } from "../api/orders";
import type { OrderOut } from "../api/types";
import { deadline, shortStamp } from "../rules/dates";
import { handlesPetitions, supervisesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";

const TONES = { open: "plain", answered: "blue", closed: "green" } as const;

/** One supervision order: what was demanded, what the department answered, how it ended. */
export function OrderCard({ order }: { order: OrderOut }) {
  const { now } = useNow();
  return (
    <article className="order" aria-label={t("order.named", { level: order.level_name })}>
      <div>
        <strong>{t("order.named", { level: order.level_name })}</strong>{" "}
        <Tag tone={TONES[order.state]}>{word("order_state", order.state)}</Tag>{" "}
        {order.is_overdue && (
          <Tag tone="red" icon="clock">
            {t("order.overdue")}
          </Tag>
        )}
      </div>
      <p className="asked-text">{order.text}</p>
      <div className="meta">
        {[order.department, shortStamp(order.issued_at, now), t("order.answer_by", { deadline: deadline(order.due_at) })].join(t("list.dot"))}
      </div>
      {order.answer !== "" && <p className="asked-text">{t("order.answered", { text: order.answer })}</p>}
      {order.closing_note !== "" && <p className="asked-text">{t("order.closed", { text: order.closing_note })}</p>}
      <OrderSteps order={order} />
    </article>
  );
}

/** What may still be done: the department answers, the level that made the order ends it. */
function OrderSteps({ order }: { order: OrderOut }) {
  const me = useMe();
  const isPhone = useIsPhone();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const mayAnswer = handlesPetitions(me) && order.state !== "closed";
  const mayClose = supervisesPetitions(me) && order.state !== "closed" && me.supervision_level === order.level;
  const send = useMutation({
    mutationFn: () => (mayClose ? closeOrder(order.id, text) : answerOrder(order.id, text)),
    onSuccess: async () => {
      setText("");
      await client.invalidateQueries({ queryKey: ["orders"] });
    },
  });
  if (isPhone || !(mayAnswer || mayClose)) return null;
  const label = t(mayClose ? "order.note" : "order.answer");
  return (
    <div className="order-step no-print">
      <Input.TextArea
        aria-label={label}
        placeholder={label}
        value={text}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={mayClose ? 1000 : 2000}
        onChange={(event) => setText(event.target.value)}
      />
      <ProblemAlert error={send.error} />
      <Button size="small" disabled={text.trim() === ""} loading={send.isPending} onClick={() => send.mutate()}>
        {t(mayClose ? "order.close" : "order.send_answer")}
      </Button>
    </div>
  );
}
