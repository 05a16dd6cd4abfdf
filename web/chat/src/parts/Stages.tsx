/** The five stages of a petition. */
import { beijingDay, shortDate } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Stage } from "../../../shared/types";
import { Icon } from "../icons";

export function Stages({ stages }: { stages: Stage[] }) {
  return (
    <ol class="stages" aria-label={t("progress.stages")}>
      {stages.map((stage, index) => (
        <li key={stage.code} class={`stage-${stage.state}`} aria-current={stage.state === "current" ? "step" : undefined}>
          <span class="stage-dot" aria-hidden="true">
            {stage.state === "done" ? <Icon name="check" size={18} /> : index + 1}
          </span>
          <span class="stage-label">{stage.label}</span>
          <span class="hidden">{t(`progress.stage.${stage.state}`)}</span>
          <span class="stage-time">
            {stage.at ? shortDate(beijingDay(stage.at)) : stage.state === "current" ? t("progress.stage.current") : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
