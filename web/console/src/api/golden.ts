import { listen, send } from "./http";
import type {
  GoldenChangeIn,
  GoldenCheckOut,
  GoldenEvent,
  GoldenImportOut,
  GoldenQuestionIn,
  GoldenQuestionList,
  GoldenQuestionOut,
  GoldenRunOut,
} from "./types";

const BASE = "/api/staff/golden";
const runPath = (id: string, version: number) => `/api/staff/knowledge/${encodeURIComponent(id)}/versions/${version}/golden`;

export interface GoldenQuery {
  active?: string;
  q?: string;
  offset?: number;
  limit?: number;
}

/** One page of golden questions, the latest change first. */
export const listGolden = (query: GoldenQuery) => send<GoldenQuestionList>("GET", BASE, { query: { ...query } });

/** Keep a golden question. */
export const addGolden = (body: GoldenQuestionIn) => send<GoldenQuestionOut>("POST", BASE, { body });

/** Write a golden question anew, take it into use, or retire it. */
export const changeGolden = (id: string, body: GoldenChangeIn) =>
  send<GoldenQuestionOut>("PUT", `${BASE}/${encodeURIComponent(id)}`, { body });

/** Make a golden question of a real answer. */
export const goldenFromAnswer = (messageId: string) =>
  send<GoldenQuestionOut>("POST", `${BASE}/from-answer`, { body: { message_id: messageId } });

/** Ask every golden question of the base as it stands. */
export const checkGolden = () => send<GoldenCheckOut[]>("POST", `${BASE}/check`);

/** Keep the questions of a table. */
export function importGolden(file: File): Promise<GoldenImportOut> {
  const form = new FormData();
  form.append("file", file);
  return send<GoldenImportOut>("POST", `${BASE}/import`, { form });
}

export const goldenExportUrl = `${BASE}/export?format=xlsx`;

/** The latest run of a version; null when there was none yet. */
export const readGoldenRun = (id: string, version: number) => send<GoldenRunOut>("GET", runPath(id, version));

/** Ask every golden question without and with a version published; results are told as they come. */
export const tryGolden = (id: string, version: number, onEvent: (event: GoldenEvent) => void) =>
  listen<GoldenEvent>(runPath(id, version), onEvent);

/** Let a version pass that breaks golden questions; another reviewer publishes it then. */
export const overrideGolden = (id: string, version: number, reason: string) =>
  send<GoldenRunOut>("POST", `${runPath(id, version)}/override`, { body: { reason } });
