import { LogoutOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useLocation, useNavigate } from "react-router";

import { logOut } from "../api/staff";
import { ME } from "../app/queries";
import { dropDrafts } from "../ui/drafts";
import { seesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t } from "../text";
import { Bell } from "./Bell";
import { useCrumb } from "./crumb";

const DESKS = ["knowledge", "imports", "sources", "relations", "conflicts", "golden", "try", "gaps", "answers", "petitions", "orders", "reports"] as const;

const GROUPS = {
  knowledge: "nav.group.knowledge",
  imports: "nav.group.knowledge",
  sources: "nav.group.knowledge",
  relations: "nav.group.knowledge",
  conflicts: "nav.group.knowledge",
  golden: "nav.group.knowledge",
  try: "nav.group.knowledge",
  gaps: "nav.group.answers",
  answers: "nav.group.answers",
  petitions: "nav.group.petitions",
  orders: "nav.group.petitions",
  reports: "nav.group.homes",
} as const;

function Crumbs() {
  const crumb = useCrumb();
  const { pathname } = useLocation();
  const desk = DESKS.find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`));
  if (desk === undefined) return <span className="crumbs">{crumb === "" ? t("shell.name") : crumb}</span>;
  const isDesk = pathname === `/${desk}`;
  return (
    <nav className="crumbs" aria-label={t("shell.crumbs")}>
      {isDesk ? <span>{t(GROUPS[desk])}</span> : <Link to={`/${desk}`}>{t(`nav.${desk}`)}</Link>}
      <span aria-hidden> / </span>
      <strong aria-current="page">{isDesk ? t(`nav.${desk}`) : crumb}</strong>
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
