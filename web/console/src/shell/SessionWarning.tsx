import { Button } from "antd";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";

import { useSession } from "../session/session";
import { t } from "../text";

const WARN_MS = 5 * 60_000;
const TICK_MS = 15_000;
const FRESH_MS = 60_000;

/** Warns five minutes before a session ends of which nothing was seen; what was typed is kept, one click goes on. */
export function SessionWarning() {
  const { data: me, dataUpdatedAt, refetch } = useSession();
  const { pathname } = useLocation();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = window.setInterval(() => setNow(Date.now()), TICK_MS);
    return () => window.clearInterval(ticking);
  }, []);
  // Whoever opens pages is at work: what was read of the session is renewed then, so that the warning does not lie.
  useEffect(() => {
    if (Date.now() - dataUpdatedAt > FRESH_MS) void refetch();
  }, [pathname]);
  if (!me) return null;
  const left = Date.parse(me.session_ends_at) - now;
  if (left > WARN_MS) return null;
  const minutes = Math.max(1, Math.ceil(left / 60_000));
  return (
    <div className="banner banner-amber" role="alert">
      {t("session.ends", { minutes })}
      <Button size="small" onClick={() => void refetch().then(() => setNow(Date.now()))}>
        {t("session.go_on")}
      </Button>
    </div>
  );
}
