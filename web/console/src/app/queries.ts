import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { ProblemError } from "../api/http";

/** Key under which the session is cached; null means nobody is logged in. */
export const ME = ["me"] as const;

/**
 * The query cache: no silent retries, and a 401 of any call ends the session on the page.
 *
 * Without a connection a call is made all the same: one that waits for the network would turn a button for ever, where
 * a failed one says what happened.
 */
export function makeQueryClient(): QueryClient {
  const endSession = (error: unknown) => {
    if (error instanceof ProblemError && error.problem.status === 401) client.setQueryData(ME, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: endSession }),
    mutationCache: new MutationCache({ onError: endSession }),
    defaultOptions: {
      queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
