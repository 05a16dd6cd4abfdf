import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { listDepartments } from "../api/petitions";

/** Departments, read once and kept for the session. */
export function useDepartments() {
  return useQuery({ queryKey: ["departments"], queryFn: listDepartments, staleTime: Infinity });
}

/** Names of departments by code. */
export function useDepartmentNames(): Map<string, string> {
  const { data } = useDepartments();
  return useMemo(() => new Map((data ?? []).map(({ code, name }) => [code, name])), [data]);
}

/** Departments as choices of a select. */
export function useDepartmentChoices(): { value: string; label: string }[] {
  const { data } = useDepartments();
  return useMemo(() => (data ?? []).map(({ code, name }) => ({ value: code, label: name })), [data]);
}
