/** Reading an answer aloud, where the browser can: begin, pause, go on, stop. */
import { signal } from "@preact/signals";
import { plainText } from "./grammar";
import { script } from "./prefs";

export const canSpeak = typeof window !== "undefined" && "speechSynthesis" in window;

/** Which answer is read, and whether it pauses. */
export const speaking = signal<{ key: string; isPaused: boolean } | null>(null);

/** Read an answer without its citation marks; a second press pauses, a third goes on. */
export function toggleSpeech(key: string, text: string): void {
  const current = speaking.value;
  if (current?.key === key) {
    if (current.isPaused) window.speechSynthesis.resume();
    else window.speechSynthesis.pause();
    speaking.value = { key, isPaused: !current.isPaused };
    return;
  }
  window.speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(plainText(text));
  utterance.lang = script.value === "traditional" ? "zh-HK" : "zh-CN";
  utterance.onend = utterance.onerror = () => {
    if (speaking.value?.key === key) speaking.value = null;
  };
  speaking.value = { key, isPaused: false };
  window.speechSynthesis.speak(utterance);
}

/** Stop reading. */
export function stopSpeech(): void {
  window.speechSynthesis.cancel();
  speaking.value = null;
}
