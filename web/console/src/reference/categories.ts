import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { listCategories } from "../api/petitions";
import { t } from "../text";

/** First-level categories as choices, each followed by its second-level ones, which name the first level too. */
export function useCategoryChoices(): { value: string; label: string }[] {
  const { data } = useQuery({ queryKey: ["categories"], queryFn: listCategories, staleTime: Infinity });
  return useMemo(
    () =>
      (data ?? []).flatMap(({ code, name, leaves }) => [
        { value: code, label: name },
        ...leaves.map((leaf) => ({ value: leaf.code, label: t("petition.category_choice", { name, part: leaf.name }) })),
      ]),
    [data],
  );
}
