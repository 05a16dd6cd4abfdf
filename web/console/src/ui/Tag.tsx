import {
  CheckOutlined,
  ClockCircleOutlined,
  CloseOutlined,
  EditOutlined,
  HourglassOutlined,
  PauseOutlined,
  RedoOutlined,
  StopOutlined,
  SwapOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

const ICONS = {
  check: CheckOutlined,
  clock: ClockCircleOutlined,
  close: CloseOutlined,
  edit: EditOutlined,
  wait: HourglassOutlined,
  pause: PauseOutlined,
  redo: RedoOutlined,
  stop: StopOutlined,
  swap: SwapOutlined,
  warning: WarningOutlined,
} as const;

export type TagTone = "plain" | "grey" | "blue" | "green" | "amber" | "red" | "yellow" | "orange" | "alert";

interface TagProps {
  tone?: TagTone;
  icon?: keyof typeof ICONS | undefined;
  children: ReactNode;
}

/** A word in a small box with a shape in front: the word says it, the shape and the colour repeat it. */
export function Tag({ tone = "plain", icon, children }: TagProps) {
  const Icon = icon === undefined ? null : ICONS[icon];
  return (
    <span className={`tag tag-${tone}`}>
      {Icon !== null && <Icon aria-hidden />}
      {children}
    </span>
  );
}
