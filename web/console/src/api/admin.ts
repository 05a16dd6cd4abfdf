import { send } from "./http";
import type {
  AccountChangeIn,
  AccountIn,
  AccountOut,
  ApiKeyIn,
  ApiKeyOut,
  AuditCheckOut,
  AuditListOut,
  ConfigIn,
  ConfigOut,
  IndexHealthOut,
  NewApiKeyOut,
  OneTimePasswordOut,
  RoleOut,
  SystemOut,
  TemplateImportOut,
  TemplateOut,
  WidgetSiteChange,
  WidgetSiteIn,
  WidgetSiteOut,
} from "./types";

const ACCOUNTS = "/api/staff/accounts";
const CONFIG = "/api/staff/config";
const SITES = "/api/staff/widget-sites";
const KEYS = "/api/staff/api-keys";
const TEMPLATES = "/api/staff/notice-templates";
const path = (base: string, id: string, step = "") => `${base}/${encodeURIComponent(id)}${step}`;

export type ConfigKind = ConfigOut["kind"];

export const listAccounts = () => send<AccountOut[]>("GET", ACCOUNTS);
export const listRoles = () => send<RoleOut[]>("GET", `${ACCOUNTS}/roles`);
export const addAccount = (body: AccountIn) => send<OneTimePasswordOut>("POST", ACCOUNTS, { body });
export const changeAccount = (id: string, body: AccountChangeIn) => send<AccountOut>("PUT", path(ACCOUNTS, id), { body });
export const resetPassword = (id: string) => send<OneTimePasswordOut>("POST", path(ACCOUNTS, id, "/reset-password"));

/** Close an account, open it again, or log its owner out everywhere. */
export const steerAccount = (id: string, step: "disable" | "enable" | "end-sessions") =>
  send<unknown>("POST", path(ACCOUNTS, id, `/${step}`));

/** What is in force of a kind, and every decision before and for later. */
export const readConfig = (kind: ConfigKind) => send<ConfigOut>("GET", path(CONFIG, kind));

export const changeConfig = (kind: ConfigKind, body: ConfigIn) => send<ConfigOut>("PUT", path(CONFIG, kind), { body });

/** Decide by a spreadsheet, as the export writes it. */
export function importConfig(kind: ConfigKind, file: File, reason: string, base: number): Promise<ConfigOut> {
  const form = new FormData();
  form.append("file", file);
  form.append("reason", reason);
  form.append("base_version", String(base));
  return send<ConfigOut>("POST", path(CONFIG, kind, "/import"), { form });
}

export const configUrl = (kind: ConfigKind) => `${path(CONFIG, kind, "/export")}?format=xlsx`;

export const listSites = () => send<WidgetSiteOut[]>("GET", SITES);
export const addSite = (body: WidgetSiteIn) => send<WidgetSiteOut>("POST", SITES, { body });
export const changeSite = (id: string, body: WidgetSiteChange) => send<WidgetSiteOut>("PUT", path(SITES, id), { body });

export const listKeys = () => send<ApiKeyOut[]>("GET", KEYS);
export const createKey = (body: ApiKeyIn) => send<NewApiKeyOut>("POST", KEYS, { body });
export const revokeKey = (id: string) => send<ApiKeyOut>("DELETE", path(KEYS, id));

export const listTemplates = () => send<TemplateOut[]>("GET", TEMPLATES);
export const writeTemplate = (code: string, text: string) => send<TemplateOut>("PUT", path(TEMPLATES, code), { body: { text } });

/** Where the templates in force can be saved as a table. */
export const templatesUrl = (format: "csv" | "xlsx") => `${TEMPLATES}/export?format=${format}`;

/** Put the words of such a table in force, the rows that can be used. */
export function importTemplates(file: File): Promise<TemplateImportOut> {
  const form = new FormData();
  form.append("file", file);
  return send<TemplateImportOut>("POST", `${TEMPLATES}/import`, { form });
}

/** Who did what, newest first. */
export const listAudit = (query: { action?: string; q?: string; offset?: number; limit?: number }) =>
  send<AuditListOut>("GET", "/api/staff/audit", { query });

/** Walk the whole chain of the audit log. */
export const verifyAudit = () => send<AuditCheckOut>("GET", "/api/staff/audit/verify");

/** Version, state of the index, settings in force. */
export const readSystem = () => send<SystemOut>("GET", "/api/staff/system");

/** Have the index built anew; answers go on meanwhile. */
export const rebuildIndex = () => send<IndexHealthOut>("POST", "/api/staff/system/rebuild-index");
