/** Small things kept on this device. Where storage is blocked, as in many embedded frames, memory stands in. */
const memory = new Map<string, string>();
const PREFIX = "youda.";
/** Kept while this visitor waits for an answer. */
export const AWAITING = "awaiting";
const LOOKS = new Set(["care", "careStep", "contrast", "script"]);

/** Read a value kept under `name`, or null. */
export function recall(name: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

/** Keep `value` under `name`; an empty value forgets it. */
export function keep(name: string, value: string): void {
  if (value) memory.set(name, value);
  else memory.delete(name);
  try {
    if (value) window.localStorage.setItem(PREFIX + name, value);
    else window.localStorage.removeItem(PREFIX + name);
  } catch {
    // Blocked or full: the value lives in memory until the page is left.
  }
}

/** Forget everything kept, but not how the page looks. */
export function forgetAll(): void {
  for (const name of [...memory.keys()]) if (!LOOKS.has(name)) keep(name, "");
  try {
    for (const name of Object.keys(window.localStorage)) {
      if (name.startsWith(PREFIX) && !LOOKS.has(name.slice(PREFIX.length))) window.localStorage.removeItem(name);
    }
  } catch {
    // Blocked: there is nothing on the device.
  }
}

/** A random id of 128 bits as hexadecimal digits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
