import { longDay } from "../rules/dates";
import { t } from "../text";
import { Tag } from "../ui/Tag";

/** Until when a questionnaire is asked, or that it is over. */
export function ClosingTag({ closesOn, today }: { closesOn: string | null; today: string }) {
  if (closesOn !== null && closesOn < today) {
    return (
      <Tag tone="grey" icon="stop">
        {t("questionnaire.over", { day: longDay(closesOn) })}
      </Tag>
    );
  }
  return (
    <Tag tone="green" icon="check">
      {closesOn === null ? t("questionnaire.open_ended") : t("questionnaire.open_until", { day: longDay(closesOn) })}
    </Tag>
  );
}
