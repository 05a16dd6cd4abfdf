import { BarChartOutlined, CustomerServiceOutlined, EyeOutlined, FileTextOutlined, SwapOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { MeOut } from "../api/types";
import { dispatchesPetitions, overseesAll, readsAnswers, readsReports, seesPetitions } from "../session/permissions";
import { t } from "../text";

interface Home {
  to: string;
  icon: ReactNode;
  label: string;
}

/** The home views this person works from, and the reports; each asks only for what the person may read. */
export function homesOf(me: Pick<MeOut, "permissions">): Home[] {
  const homes: (Home & { isShown: boolean })[] = [
    { to: "/overview/service", icon: <CustomerServiceOutlined />, label: t("nav.home.service"), isShown: readsAnswers(me) && seesPetitions(me) },
    { to: "/overview/dispatch", icon: <SwapOutlined />, label: t("nav.home.dispatch"), isShown: dispatchesPetitions(me) },
    { to: "/overview/supervision", icon: <EyeOutlined />, label: t("nav.home.supervision"), isShown: overseesAll(me) },
    { to: "/overview/analysis", icon: <BarChartOutlined />, label: t("nav.home.analysis"), isShown: overseesAll(me) },
    { to: "/reports", icon: <FileTextOutlined />, label: t("nav.reports"), isShown: readsReports(me) },
  ];
  return homes.filter(({ isShown }) => isShown);
}
