import { Button } from "antd";
import { Link, useRouteError } from "react-router";

import { t } from "../text";

/** What is shown when a path does not exist, or a page could not be fetched or drawn. */
export function RouteProblem() {
  const error = useRouteError();
  return (
    <div className="page">
      <h1>{error === undefined ? t("route.missing") : t("route.broken")}</h1>
      <p>{error === undefined ? t("route.missing_hint") : t("route.broken_hint")}</p>
      {error === undefined ? (
        <Link to="/">{t("route.home")}</Link>
      ) : (
        <Button onClick={() => window.location.reload()}>{t("action.reload")}</Button>
      )}
    </div>
  );
}
