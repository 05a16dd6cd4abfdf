import type { QueryClient } from "@tanstack/react-query";

import type { GapDetail, GapOut } from "../api/types";

/** Show a gap as the server answered it, and have lists and counts of gaps fetched anew. */
export async function keepGap(client: QueryClient, answered: GapOut): Promise<void> {
  client.setQueryData<GapDetail>(["gap", answered.id], (shown) => shown && { ...shown, gap: answered });
  await Promise.all([
    client.invalidateQueries({ queryKey: ["gaps"] }),
    client.invalidateQueries({ queryKey: ["gap-count"] }),
  ]);
}
