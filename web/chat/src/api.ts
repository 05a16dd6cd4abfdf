/** Calls to the server. A refusal becomes a ProblemError that carries the server's own sentence. */
import { t } from "../../shared/text";
import type { Problem } from "../../shared/types";
import { script } from "./prefs";

export class ProblemError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: Record<string, string> = {},
    readonly traceId: string | null = null,
  ) {
    super(message);
  }
}

/** Turn a refused response into an error with the problem's text. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const text = problem?.detail || problem?.title || t("problem.other");
  return new ProblemError(response.status, text, problem?.details ?? {}, problem?.trace_id ?? null);
}

/** Send a request; throws ProblemError with status 0 when the server was not reached. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const language = script.peek() === "traditional" ? "zh-Hant" : "zh-Hans";
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, "Accept-Language": language } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(0, t("problem.network"));
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** GET a JSON answer. */
export async function getJson<T>(path: string): Promise<T> {
  return (await send(path, { headers: { Accept: "application/json" } })).json() as Promise<T>;
}

/** Send a JSON body; gives back the JSON answer, or undefined for 204. */
export async function sendJson<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const response = await send(path, { method, headers, body: JSON.stringify(body) });
  return (response.status === 204 ? undefined : await response.json()) as T;
}
