import { Link, Navigate, Outlet, useLocation } from "react-router";

import { MeContext, useSession } from "../session/session";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { UndoBar } from "../ui/UndoBar";
import { Header } from "./Header";
import { Nav } from "./Nav";
import { SessionWarning } from "./SessionWarning";

const WORK_PAGE = /^\/((knowledge|answers|issues)\/[^/]|live|petitions)/;

/** The frame of every page but the login: skip link, navigation, header, and who is logged in. */
export function Shell() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <Skeleton />;
  if (session.isError) {
    return (
      <main className="page">
        <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data === null) {
    const wanted = pathname === "/" ? "" : `?return=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${wanted}`} replace />;
  }
  return (
    <MeContext value={session.data}>
      <div className={WORK_PAGE.test(pathname) ? "shell shell-work" : "shell"}>
        <a className="skip" href="#main">
          {t("shell.skip")}
        </a>
        <Nav />
        <Header />
        <main id="main" tabIndex={-1}>
          {session.data.must_change_password && pathname !== "/password" && <ChangePasswordNotice />}
          <SessionWarning />
          <Outlet />
          <UndoBar />
        </main>
      </div>
    </MeContext>
  );
}

function ChangePasswordNotice() {
  return (
    <div className="banner banner-amber">
      {t("password.must_change")}
      <Link to="/password">{t("password.title")}</Link>
    </div>
  );
}
