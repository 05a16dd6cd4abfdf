import { LogoutOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useLocation, useNavigate } from "react-router";

import { logOut } from "../api/staff";
import { ME } from "../app/queries";
import { dropDrafts } from "../ui/drafts";
import { seesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t, type TextKey } from "../text";
import { Bell } from "./Bell";
import { useCrumb } from "./crumb";

const DESKS: readonly { path: string; group: TextKey; name: TextKey }[] = [
  ...(["knowledge", "imports", "sources", "relations", "conflicts", "golden", "try"] as const).map((name) => desk("knowledge", name)),
  ...(["gaps", "answers", "live"] as const).map((name) => desk("answers", name)),
  ...(["petitions", "orders"] as const).map((name) => desk("petitions", name)),
  ...(["issues", "questionnaires", "appeals"] as const).map((name) => desk("oversight", name)),
  ...(["accounts", "templates", "sites", "keys", "audit", "system"] as const).map((name) => ({ ...desk("admin", name), path: `/admin/${name}` })),
  ...(["departments", "taxonomy", "dispatch", "calendar", "rules"] as const).map((kind) => ({ ...desk("admin", "config"), path: `/admin/config/${kind}` })),
  ...(["service", "dispatch", "supervision", "analysis"] as const).map((home) => ({
    path: `/overview/${home}`, group: "nav.group.homes" as const, name: `nav.home.${home}` as const,
  })),
  desk("homes", "reports"),
];

function desk<G extends string, N extends string>(group: G, name: N) {
  return { path: `/${name}`, group: `nav.group.${group}` as const, name: `nav.${name}` as const };
}

function Crumbs() {
  const crumb = useCrumb();
  const { pathname } = useLocation();
  const found = DESKS.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  if (found === undefined) return <strong className="crumbs">{crumb === "" ? t("shell.name") : crumb}</strong>;
  const isDesk = pathname === found.path;
  return (
    <nav className="crumbs" aria-label={t("shell.crumbs")}>
      {isDesk ? <span>{t(found.group)}</span> : <Link to={found.path}>{t(found.name)}</Link>}
      <span aria-hidden> / </span>
      <strong aria-current="page">{isDesk ? t(found.name) : crumb}</strong>
    </nav>
  );
}

/** Where one is, who one is, and the way out. */
export function Header() {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: logOut,
    onSettled: async () => {
      dropDrafts();
      await navigate("/login", { replace: true });
      client.clear();
      client.setQueryData(ME, null);
    },
  });
  const post = me.department ?? me.role_names.join(t("list.separator"));
  return (
    <header className="bar">
      <Crumbs />
      <div className="bar-end">
        {seesPetitions(me) && <Bell />}
        <Link to="/password" className="person" title={t("password.title")}>
          <span className="avatar" aria-hidden>
            {me.display_name.slice(0, 1)}
          </span>
          <span className="person-words">{t("shell.person", { name: me.display_name, post })}</span>
        </Link>
        <Button icon={<LogoutOutlined aria-hidden />} loading={leave.isPending} onClick={() => leave.mutate()}>
          {t("action.log_out")}
        </Button>
      </div>
    </header>
  );
}
