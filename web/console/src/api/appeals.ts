import { send } from "./http";
import type { AppealList, AppealOut, AssessedOut, ReportSectionOut } from "./types";

const report = (id: string, step: string) => `/api/staff/reports/${encodeURIComponent(id)}/${step}`;

/** Released reports that assess departments, those released last first. */
export const listAssessments = () => send<AssessedOut[]>("GET", "/api/staff/assessments");

/** What each department did and how it is assessed, as it was frozen. */
export const readAssessment = (id: string) => send<ReportSectionOut>("GET", report(id, "assessment"));

/** The appeals this caller may see, and until when one may appeal. */
export const listAppeals = (id: string) => send<AppealList>("GET", report(id, "appeals"));

/** A department says why its assessment is wrong. */
export const fileAppeal = (id: string, department_code: string, text: string) =>
  send<AppealOut>("POST", report(id, "appeals"), { body: { department_code, text } });

/** Rule once, with a reason. */
export const ruleOnAppeal = (id: string, is_upheld: boolean, reason: string) =>
  send<AppealOut>("POST", `/api/staff/appeals/${encodeURIComponent(id)}/rule`, { body: { is_upheld, reason } });
