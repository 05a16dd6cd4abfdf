import { useEffect, useState } from "react";

import { dayOf } from "../rules/dates";

const TICK_MS = 60_000;

/** The present instant (ISO) and day (Asia/Shanghai), renewed every minute so that open lists do not go stale. */
export function useNow(): { now: string; today: string } {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date().toISOString()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return { now, today: dayOf(now) };
}
