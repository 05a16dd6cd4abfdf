import { DiffOutlined, ExperimentOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { MeOut } from "../api/types";
import { editsKnowledge, reviewsKnowledge } from "../session/permissions";
import { t } from "../text";

interface Desk {
  to: string;
  icon: ReactNode;
  label: string;
  count: undefined;
  current: boolean;
}

/** The desks around curating: what must go on being answered, what contradicts itself, and trying a question out. */
export function curatingDesks(me: MeOut, pathname: string): Desk[] {
  const desk = (to: string, icon: ReactNode, label: string): Desk => ({
    to, icon, label, count: undefined, current: pathname.startsWith(to),
  });
  const desks = [];
  if (editsKnowledge(me) || reviewsKnowledge(me)) desks.push(desk("/golden", <SafetyCertificateOutlined />, t("nav.golden")));
  if (editsKnowledge(me)) desks.push(desk("/conflicts", <DiffOutlined />, t("nav.conflicts")));
  if (editsKnowledge(me) || reviewsKnowledge(me)) desks.push(desk("/try", <ExperimentOutlined />, t("nav.try")));
  return desks;
}
