import { t } from "../text";
import type { Problem } from "./types";

/** An answer that was not a success: the server's problem document, or one made here when there was none. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

/** A problem that never reached the server, or an answer that is no problem document. */
export function localProblem(code: string, detail: string, status = 0): ProblemError {
  return new ProblemError({ type: "about:blank", title: detail, status, detail, code, trace_id: "", details: {} });
}

let csrfToken = "";

/** Keep the token of the session; it goes with every write from now on. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

interface Sent {
  query?: Query;
  body?: unknown;
  form?: FormData;
}

function urlOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) value.forEach((one: string) => search.append(name, one));
    else if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    const read = (await response.json().catch(() => ({}))) as Partial<Problem>;
    if (typeof read.detail === "string") {
      const { title = read.detail, code = "error", trace_id = "", details = {} } = read;
      return new ProblemError({ type: "about:blank", title, status: response.status, detail: read.detail, code, trace_id, details });
    }
  }
  return localProblem("unreadable", t("problem.unreadable", { status: response.status }), response.status);
}

/** Call the server and give its JSON. Throws ProblemError for every answer but a success, offline included. */
export async function send<T>(method: string, path: string, { query, body, form }: Sent = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrfToken;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(urlOf(path, query), {
      method,
      headers,
      credentials: "same-origin",
      body: form ?? (body === undefined ? null : JSON.stringify(body)),
    });
  } catch {
    throw localProblem("offline", t("problem.offline"));
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Send a POST and tell each event of the answer as it comes. Throws ProblemError as `send` does. */
export async function listen<T extends { event: string }>(path: string, onEvent: (event: T) => void): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { Accept: "text/event-stream", "X-CSRF-Token": csrfToken },
      credentials: "same-origin",
    });
  } catch {
    throw localProblem("offline", t("problem.offline"));
  }
  if (!response.ok) throw await problemOf(response);
  let rest = "";
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    rest += decoder.decode(value, { stream: !done });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const line = block.split("\n").find((text) => text.startsWith("data: "));
      if (line !== undefined) onEvent(JSON.parse(line.slice(6)) as T);
    }
    if (done) return;
  }
}

/** The sentences about single fields of a failed write, by field name. */
export function fieldErrors(error: unknown): Record<string, string> {
  return error instanceof ProblemError ? (error.problem.details ?? {}) : {};
}

/** Whether somebody else changed the thing first, so that the caller's copy is stale. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 409;
}
