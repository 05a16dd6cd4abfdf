import type { QueryClient } from "@tanstack/react-query";

import type { EntryDetail } from "../api/types";

/** Key of one version in the cache. */
export const entryKey = (id: string, version: number) => ["entry", id, version] as const;

/** Make the lists and their counts read again. */
export async function refreshLists(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["entries"] }),
    client.invalidateQueries({ queryKey: ["entry-count"] }),
  ]);
}

/** Keep a version as the server answered it, and make everything that depends on it read again. */
export async function keepEntry(client: QueryClient, entry: EntryDetail): Promise<void> {
  client.setQueryData(entryKey(entry.document.document_id, entry.document.version), entry);
  await refreshLists(client);
}
