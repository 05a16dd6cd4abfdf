/** Reading an answer aloud, where the browser can. */
import { signal } from "@preact/signals";
import { plainText } from "./grammar";

export const canSpeak = typeof window !== "undefined" && "speechSynthesis" in window;
export const speaking = signal<string | null>(null);

/** Read an answer without its citation marks; a second press stops. */
export function toggleSpeech(key: string, text: string): void {
  window.speechSynthesis.cancel();
  if (speaking.value === key) {
    speaking.value = null;
    return;
  }
  const utterance = new SpeechSynthesisUtterance(plainText(text));
  utterance.lang = "zh-CN";
  utterance.onend = utterance.onerror = () => {
    if (speaking.value === key) speaking.value = null;
  };
  speaking.value = key;
  window.speechSynthesis.speak(utterance);
}
