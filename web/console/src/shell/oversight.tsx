import { FireOutlined, FormOutlined, SolutionOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { MeOut } from "../api/types";
import { readsAssessments, seesIssues } from "../session/permissions";
import { t } from "../text";

/** What this person watches over: what many say at once, and what became of it. */
export function oversightOf(me: Pick<MeOut, "permissions">): { to: string; icon: ReactNode; label: string }[] {
  const pages = [
    { to: "/issues", icon: <FireOutlined />, label: t("nav.issues"), isShown: seesIssues(me) },
    { to: "/questionnaires", icon: <FormOutlined />, label: t("nav.questionnaires"), isShown: readsAssessments(me) },
    { to: "/appeals", icon: <SolutionOutlined />, label: t("nav.appeals"), isShown: readsAssessments(me) },
  ];
  return pages.filter(({ isShown }) => isShown);
}
