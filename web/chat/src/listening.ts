/** Writing by voice, where the browser can. What was understood stands in the box to be corrected before it is sent. */
import { signal } from "@preact/signals";
import { t } from "../../shared/text";
import { script } from "./prefs";
import { announcement, draft, say, setDraft } from "./state";

interface Heard {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }>>;
}

interface Recognition {
  lang: string;
  interimResults: boolean;
  onresult: ((event: Heard) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}

type Recognitions = { SpeechRecognition?: new () => Recognition; webkitSpeechRecognition?: new () => Recognition };

export const listening = signal(false);
let running: Recognition | null = null;

/** The browser asks for the microphone when this first runs, so it runs only on a press. */
export function toggleListening(): void {
  if (running) return running.stop();
  const Kind = recognitionOf();
  if (!Kind) return;
  const before = draft.value;
  running = new Kind();
  running.lang = script.value === "traditional" ? "zh-HK" : "zh-CN";
  running.interimResults = true;
  running.onresult = (event) => setDraft(before + Array.from(event.results, (each) => each[0]?.transcript ?? "").join(""));
  running.onerror = (event) => say(t(event.error === "not-allowed" ? "voice.notAllowed" : "voice.failed"));
  running.onend = () => {
    running = null;
    listening.value = false;
    document.getElementById("composer")?.focus();
    if (draft.value !== before) announcement.value = t("voice.check");
  };
  listening.value = true;
  running.start();
}

/** Say whether the browser can understand speech. */
export function canListen(): boolean {
  return recognitionOf() !== undefined;
}

function recognitionOf(): (new () => Recognition) | undefined {
  const found = window as unknown as Recognitions;
  return found.SpeechRecognition ?? found.webkitSpeechRecognition;
}
