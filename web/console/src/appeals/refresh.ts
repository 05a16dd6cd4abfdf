import type { QueryClient } from "@tanstack/react-query";

/** Have the appeals of an edition, and the list of assessments with their counts, fetched anew. */
export async function refreshAppeals(client: QueryClient, editionId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["appeals", editionId] }),
    client.invalidateQueries({ queryKey: ["assessments"] }),
  ]);
}
