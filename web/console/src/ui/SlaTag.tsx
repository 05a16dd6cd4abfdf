import type { AlertCode } from "../api/types";
import { type Sla, slaOf } from "../rules/sla";
import { t, word } from "../text";
import { Tag } from "./Tag";

const LEVELS = { yellow: 1, orange: 2, red: 3 } as const;
const TONES = { yellow: "yellow", orange: "orange", red: "alert" } as const;
const HEIGHTS = [4, 7, 10];

/** One to three filled bars: the level of an alert as a shape. */
export function AlertBars({ level }: { level: Exclude<AlertCode, "none"> }) {
  return (
    <svg className="bars" width="13" height="12" viewBox="0 0 13 12" aria-hidden>
      {HEIGHTS.map((height, index) => (
        <rect
          key={height}
          x={index * 4.5}
          y={11 - height}
          width="3.4"
          height={height}
          rx="0.8"
          opacity={index < LEVELS[level] ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}

function wordsOf(sla: Exclude<Sla, { kind: "none" }>) {
  switch (sla.kind) {
    case "overdue":
      return (
        <Tag tone={TONES[sla.level]}>
          <AlertBars level={sla.level} />
          {t("sla.overdue", { level: word("alert", sla.level), days: sla.days })}
        </Tag>
      );
    case "today":
      return <Tag tone="blue" icon="clock">{t("sla.today")}</Tag>;
    case "remaining":
      return <Tag icon="clock">{t("sla.remaining", { days: sla.days })}</Tag>;
    case "paused":
      return <Tag tone="grey" icon="pause">{t("sla.paused")}</Tag>;
    case "on_time":
      return <Tag tone="green" icon="check">{t("sla.on_time")}</Tag>;
    case "late":
      return <Tag tone="grey" icon="check">{t("sla.late", { days: sla.days })}</Tag>;
  }
}

interface SlaTagProps {
  petition: Parameters<typeof slaOf>[0];
  now: string;
}

/** How a petition stands against its deadline; nothing while no clock runs. Only overdue ones are filled. */
export function SlaTag({ petition, now }: SlaTagProps) {
  const sla = slaOf(petition, now);
  return sla.kind === "none" ? null : wordsOf(sla);
}
