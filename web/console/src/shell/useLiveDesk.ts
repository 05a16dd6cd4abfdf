import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { readLiveDesk, setPresence } from "../api/live";
import type { LiveDeskOut, MeOut } from "../api/types";
import { takesOver } from "../session/permissions";

export const LIVE_DESK = ["live-desk"] as const;

const ASK_MS = 4_000;
const PRESENT_MS = 20_000;

const isAtWork = (desk: LiveDeskOut | undefined) => desk !== undefined && (desk.is_on_duty || desk.mine.length > 0);

/** Who waits for a person and what this person holds; asked again and again while it is shown, or while on duty. */
export function useLiveDesk(me: Pick<MeOut, "permissions">, isShown = false) {
  return useQuery({
    queryKey: LIVE_DESK,
    queryFn: readLiveDesk,
    enabled: takesOver(me),
    // Off duty it is not asked by a clock: asking would keep an idle session alive.
    refetchInterval: ({ state }) => (isShown || isAtWork(state.data) ? ASK_MS : false),
    refetchIntervalInBackground: true,
  });
}

/** Tell the server now and then that this person is still there, while on duty or holding a conversation. */
export function useHeartbeat(desk: LiveDeskOut | undefined): void {
  const client = useQueryClient();
  const isThere = isAtWork(desk);
  useEffect(() => {
    if (!isThere) return undefined;
    // A beat that is lost is made up for by the next; a session that ended is noticed by what asks for the desk.
    const beat = () => void setPresence(null).catch(() => client.invalidateQueries({ queryKey: LIVE_DESK }));
    beat();
    const timer = window.setInterval(beat, PRESENT_MS);
    return () => window.clearInterval(timer);
  }, [client, isThere]);
}
