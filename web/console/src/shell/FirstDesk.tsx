import { Navigate } from "react-router";

import { firstDesk } from "../session/permissions";
import { useMe } from "../session/session";

/** Sends whoever opens /console to the desk they work at. */
export function FirstDesk() {
  return <Navigate to={firstDesk(useMe())} replace />;
}
