import { ApiOutlined, CloudOutlined, FileSearchOutlined, MessageOutlined, SettingOutlined, TeamOutlined, ToolOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { MeOut } from "../api/types";
import { configures, managesAccounts, readsAudit } from "../session/permissions";
import { t } from "../text";

/** What this person administers. */
export function administrationOf(me: Pick<MeOut, "permissions">): { to: string; icon: ReactNode; label: string }[] {
  const pages = [
    { to: "/admin/accounts", icon: <TeamOutlined />, label: t("nav.accounts"), isShown: managesAccounts(me) },
    { to: "/admin/config/departments", icon: <SettingOutlined />, label: t("nav.config"), isShown: configures(me) },
    { to: "/admin/templates", icon: <MessageOutlined />, label: t("nav.templates"), isShown: configures(me) },
    { to: "/admin/sites", icon: <CloudOutlined />, label: t("nav.sites"), isShown: configures(me) },
    { to: "/admin/keys", icon: <ApiOutlined />, label: t("nav.keys"), isShown: configures(me) },
    { to: "/admin/audit", icon: <FileSearchOutlined />, label: t("nav.audit"), isShown: readsAudit(me) },
    { to: "/admin/system", icon: <ToolOutlined />, label: t("nav.system"), isShown: configures(me) },
  ];
  return pages.filter(({ isShown }) => isShown);
}
