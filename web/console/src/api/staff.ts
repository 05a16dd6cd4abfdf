import { send } from "./http";
import type { MeOut } from "./types";

/** Open a session; the answer carries the CSRF token of its writes. */
export const logIn = (user_name: string, password: string) =>
  send<MeOut>("POST", "/api/staff/login", { body: { user_name, password } });

/** End the session on the server. */
export const logOut = () => send<void>("POST", "/api/staff/logout");

/** Who is logged in; fails with status 401 when nobody is. */
export const readMe = () => send<MeOut>("GET", "/api/staff/me");

/** Replace the password of whoever is logged in. */
export const changePassword = (old_password: string, new_password: string) =>
  send<void>("POST", "/api/staff/password", { body: { old_password, new_password } });
