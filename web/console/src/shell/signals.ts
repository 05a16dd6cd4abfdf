/** How this browser tells an agent of a waiting enterprise: a tone, a notification of the system. Both are off at first. */

const MEMORY = new Map<string, string>();
const PREFIX = "youda-waiting-";
const TOLD_KEPT = 50;
const LATE_MS = 2_000;

export type Signal = "sound" | "notification";

function recall(name: string): string {
  try {
    return localStorage.getItem(PREFIX + name) ?? MEMORY.get(name) ?? "";
  } catch {
    return MEMORY.get(name) ?? "";
  }
}

function keep(name: string, value: string): void {
  MEMORY.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}

export const isOn = (signal: Signal): boolean => recall(signal) === "1";

export const switchSignal = (signal: Signal, on: boolean): void => keep(signal, on ? "1" : "");

/** Those of `ids` of whom no page of this browser has told yet; from now on they are told. */
export function untold(ids: readonly string[]): string[] {
  const told = recall("told").split(" ");
  const fresh = ids.filter((id) => !told.includes(id));
  if (fresh.length > 0) keep("told", [...told, ...fresh].slice(-TOLD_KEPT).join(" "));
  return fresh;
}

let audio: AudioContext | undefined;

/** Two short tones. A browser that lets no page sound before it was clicked stays silent: a late tone misleads. */
export function ring(): void {
  const asked = Date.now();
  audio ??= new AudioContext();
  const context = audio;
  void context.resume().then(() => {
    if (Date.now() - asked > LATE_MS) return;
    [660, 880].forEach((hertz, place) => {
      const tone = context.createOscillator();
      const loudness = context.createGain();
      const start = context.currentTime + place * 0.2;
      tone.frequency.value = hertz;
      loudness.gain.setValueAtTime(0.2, start);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
      tone.connect(loudness).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.2);
    });
  });
}

/** Whether the system's notifications may be shown, were refused, or cannot be had in this browser. */
export const permission = (): NotificationPermission | "missing" => (typeof Notification === "undefined" ? "missing" : Notification.permission);

/** Ask for the permission, which a browser grants only after a click; whether it was given. */
export const askPermission = async (): Promise<boolean> => (await Notification.requestPermission()) === "granted";

/** Show a notification that replaces the one before; a click on it leads to this window. */
export function notify(title: string, body: string, onClick: () => void): void {
  if (permission() !== "granted") return;
  const shown = new Notification(title, { body, tag: "youda-waiting" });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onClick();
  };
}
