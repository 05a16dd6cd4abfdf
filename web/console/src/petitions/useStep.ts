import { useMutation, useQueryClient } from "@tanstack/react-query";

import { type Steps, takeStep } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { word } from "../text";
import { useToast } from "../ui/Toast";

/** Takes a step with the lock last read; after a conflict the petition is read again and the form keeps its text. */
export function useStep<S extends keyof Steps>(petition: PetitionDetail, step: S, onDone: () => void) {
  const client = useQueryClient();
  const say = useToast();
  return useMutation({
    mutationFn: (fields: Omit<Steps[S], "lock">) =>
      takeStep(petition.number, step, { ...fields, lock: petition.lock } as unknown as Steps[S]),
    onSuccess: async (answered) => {
      client.setQueryData(["petition", petition.number], answered);
      onDone();
      say(word("step.done", step));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["petitions"] }),
        client.invalidateQueries({ queryKey: ["petition-count"] }),
      ]);
    },
    onError: () => client.invalidateQueries({ queryKey: ["petition", petition.number] }),
  });
}
