import { longDay } from "../rules/dates";
import { type Validity, validityOf } from "../rules/validity";
import { t } from "../text";
import { Tag, type TagTone } from "./Tag";

interface Look {
  tone: TagTone;
  icon: Parameters<typeof Tag>[0]["icon"];
  words: string;
}

function lookOf(validity: Validity): Look {
  switch (validity.kind) {
    case "in_force":
      return { tone: "green", icon: "check", words: t("validity.in_force") };
    case "future":
      return { tone: "blue", icon: "clock", words: t("validity.future", { day: longDay(validity.from) }) };
    case "near_end":
      return { tone: "amber", icon: "clock", words: nearEnd(validity.days) };
    case "ended":
      return { tone: "red", icon: "close", words: t("validity.ended") };
    case "superseded":
      return { tone: "grey", icon: "swap", words: t("validity.superseded") };
    case "withdrawn":
      return { tone: "grey", icon: "stop", words: t("validity.withdrawn") };
    case "draft":
      return { tone: "plain", icon: "edit", words: t("validity.draft") };
    case "in_review":
      return { tone: "blue", icon: "wait", words: t("validity.in_review") };
  }
}

const nearEnd = (days: number) => (days === 0 ? t("validity.ends_today") : t("validity.near_end", { days }));

interface ValidityBadgeProps {
  version: Parameters<typeof validityOf>[0];
  today: string;
}

/** Where a version stands, in words: in force, to come, near its end, replaced, ended, or not published. */
export function ValidityBadge({ version, today }: ValidityBadgeProps) {
  const { tone, icon, words } = lookOf(validityOf(version, today));
  return (
    <Tag tone={tone} icon={icon}>
      {words}
    </Tag>
  );
}
