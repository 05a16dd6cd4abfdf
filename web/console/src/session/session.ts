import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import { keepCsrfToken, ProblemError } from "../api/http";
import { readMe } from "../api/staff";
import type { MeOut } from "../api/types";
import { ME } from "../app/queries";

async function readSession(): Promise<MeOut | null> {
  try {
    const me = await readMe();
    keepCsrfToken(me.csrf_token);
    return me;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

/** The session as the server sees it; data is null when nobody is logged in. */
export function useSession() {
  return useQuery({ queryKey: ME, queryFn: readSession, staleTime: 60_000 });
}

export const MeContext = createContext<MeOut | null>(null);

/** Who is logged in. Only for pages inside the shell, which shows nothing before it knows. */
export function useMe(): MeOut {
  const me = useContext(MeContext);
  if (me === null) throw new Error("useMe is used outside the shell");
  return me;
}
