import { BellOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";

import { listNotices, markNoticesRead } from "../api/orders";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useNow } from "../ui/useNow";

const SHOWN = 50;

/** The inbox of this person: what their role, level or department was told, newest first. */
export function Bell() {
  const { now } = useNow();
  const client = useQueryClient();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const inbox = useQuery({ queryKey: ["notices"], queryFn: () => listNotices({ limit: SHOWN }) });
  // Asked anew with each page that is opened, never by a clock: asking would keep an idle session alive.
  useEffect(() => void client.invalidateQueries({ queryKey: ["notices"] }), [client, pathname]);
  const read = useMutation({
    mutationFn: markNoticesRead,
    onSuccess: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
  const unread = inbox.data?.unread ?? 0;
  return (
    <>
      <button type="button" className="bell" aria-label={t("bell.open", { count: unread })} onClick={() => setOpen(true)}>
        <BellOutlined aria-hidden />
        {unread > 0 && <span className="bell-count">{unread > 99 ? t("bell.many") : unread}</span>}
      </button>
      <Drawer
        title={t("bell.title", { count: unread })}
        open={isOpen}
        size={420}
        onClose={() => setOpen(false)}
        extra={
          <Button size="small" disabled={unread === 0} loading={read.isPending} onClick={() => read.mutate(null)}>
            {t("bell.read_all")}
          </Button>
        }
      >
        <ProblemAlert error={inbox.error ?? read.error} />
        {inbox.data?.rows.length === 0 && <p className="empty">{t("bell.empty")}</p>}
        <ul className="rows">
          {(inbox.data?.rows ?? []).map((notice) => (
            <li key={notice.id} className={notice.read_at === null ? "notice notice-new" : "notice"}>
              <div className="meta">
                {notice.read_at === null && <strong>{t("bell.new")} </strong>}
                {shortStamp(notice.happened_at, now)}
              </div>
              <div>{notice.text}</div>
              <Link
                to={`/petitions/${notice.petition_number}`}
                onClick={() => {
                  setOpen(false);
                  if (notice.read_at === null) read.mutate([notice.id]);
                }}
              >
                {notice.petition_number}
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  );
}
