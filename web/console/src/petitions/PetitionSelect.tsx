import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";

import { suggestFor } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { useNow } from "../ui/useNow";

interface PetitionSelectProps {
  petition: PetitionDetail;
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** The number of another petition; suspected duplicates stand below, one click takes one over. */
export function PetitionSelect({ petition, id, value, onChange }: PetitionSelectProps) {
  const { now } = useNow();
  const found = useQuery({ queryKey: ["suggestions", petition.number], queryFn: () => suggestFor(petition.number) });
  return (
    <>
      <Input id={id} value={value ?? ""} maxLength={40} onChange={(event) => onChange?.(event.target.value.trim())} />
      <ul className="picks">
        {(found.data?.duplicates ?? []).map((like) => (
          <li key={like.number}>
            <button type="button" className="link" onClick={() => onChange?.(like.number)}>
              {t("merge.take", { number: like.number })}
            </button>{" "}
            {like.title} <span className="meta">{shortStamp(like.submitted_at, now)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
