import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export const PAGE_SIZE = 20;

/** The offset of a page (from 1) as the address bar has it; nonsense is the first page. */
export function offsetOf(page: string | null): number {
  const number = Number(page ?? "1");
  return Number.isInteger(number) && number > 1 ? (number - 1) * PAGE_SIZE : 0;
}

/** The address's filters after a change: empty values leave it, and every change but of the page starts at page one. */
export function withFilters(search: URLSearchParams, change: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(search);
  if (!("page" in change)) next.delete("page");
  for (const [name, value] of Object.entries(change)) {
    if (value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Filters that live in the address bar, so that a link or the back button brings the same list again. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (change: Record<string, string>) => setSearch((old) => withFilters(old, change)),
    [setSearch],
  );
  const get = useCallback((name: string) => search.get(name) ?? "", [search]);
  const offset = offsetOf(search.get("page"));
  return useMemo(() => ({ get, set, offset, page: offset / PAGE_SIZE + 1 }), [get, set, offset]);
}
