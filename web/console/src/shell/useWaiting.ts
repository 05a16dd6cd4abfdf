import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";

import type { LiveDeskOut } from "../api/types";
import { t } from "../text";
import { tellWaiting } from "./crumb";
import { isOn, notify, ring, untold } from "./signals";

const LIVE = "/live";

/** How many wait for a person while this one is on duty, told in the window's title too; new ones as was chosen. */
export function useWaiting(desk: LiveDeskOut | undefined): number {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const waiting = desk?.is_on_duty ? desk.waiting : [];
  const count = waiting.length;
  useEffect(() => {
    tellWaiting(count);
    return () => tellWaiting(0);
  }, [count]);
  useEffect(() => {
    if (untold(waiting.map(({ id }) => id)).length === 0) return;
    if (isOn("sound")) ring();
    if (isOn("notification") && (document.hidden || pathname !== LIVE)) {
      notify(t("live.notification", { count }), t("live.notification_hint"), () => void navigate(LIVE));
    }
  }, [desk]);
  return count;
}
