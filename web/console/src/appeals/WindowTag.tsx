import type { AssessedOut } from "../api/types";
import { longDay } from "../rules/dates";
import { t } from "../text";
import { Tag } from "../ui/Tag";

/** Until when one may appeal, or that this is over. */
export function WindowTag({ until, is_open: isOpen }: Pick<AssessedOut, "until" | "is_open">) {
  return isOpen ? (
    <Tag tone="green" icon="check">
      {t("appeal.open_until", { day: longDay(until) })}
    </Tag>
  ) : (
    <Tag tone="grey" icon="stop">
      {t("appeal.over", { day: longDay(until) })}
    </Tag>
  );
}
