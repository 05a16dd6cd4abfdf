import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { listCategories } from "../api/petitions";
import { t } from "../text";

/** First-level categories as choices, each with its second-level names behind it. */
export function useCategoryChoices(): { value: string; label: string }[] {
  const { data } = useQuery({ queryKey: ["categories"], queryFn: listCategories, staleTime: Infinity });
  return useMemo(
    () =>
      (data ?? []).map(({ code, name, children }) => ({
        value: code,
        label: children.length === 0 ? name : t("petition.category_choice", { name, parts: children.join(t("list.separator")) }),
      })),
    [data],
  );
}
