/** Whether a text governs: shape, words and colour together. */
import { Icon, type IconName } from "../icons";
import type { ValidityView } from "../validity";

const ICONS: Record<ValidityView["validity"], IconName> = {
  in_force: "check",
  soon: "clock",
  future: "clock",
  superseded: "swap",
  expired: "close",
  withdrawn: "close",
  unpublished: "info",
};

export function ValidityBadge({ view }: { view: ValidityView }) {
  return (
    <span class={`badge badge-${view.validity}`}>
      <Icon name={ICONS[view.validity]} size={16} />
      {view.text}
    </span>
  );
}
