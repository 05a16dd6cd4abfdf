/** The one answer that is arriving, and stopping it. */
let running: AbortController | null = null;

/** Note that an answer begins to arrive. */
export function begin(): AbortController {
  running = new AbortController();
  return running;
}

/** Note that it ended. */
export function end(controller: AbortController): void {
  if (running === controller) running = null;
}

/** Stop the answer that is arriving; what was shown stays. */
export function stop(): void {
  running?.abort();
}
