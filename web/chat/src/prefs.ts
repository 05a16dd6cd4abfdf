/** How the page looks to this reader: care mode with its sizes, high contrast. Kept on the device. */
import { batch, signal } from "@preact/signals";
import { useCatalogue } from "../../shared/text";
import { keep, recall } from "./storage";

export type Script = "simplified" | "traditional";

export const CARE_SIZES = [22, 26, 30] as const;

const query = new URLSearchParams(window.location.search);

export const care = signal(query.has("care") ? query.get("care") === "1" : recall("care") === "1");
export const careStep = signal(Math.min(Math.max(Number(recall("careStep") ?? 0), 0), CARE_SIZES.length - 1));
export const contrast = signal(recall("contrast") === "1");
export const script = signal<Script>("simplified");

/** Read the texts of the script chosen before, so that the first drawing is in it already. */
export async function recallScript(): Promise<void> {
  if (recall("script") === "traditional") await setScript("traditional").catch(() => undefined);
}

/** Show the page in a script; its texts are fetched when first needed. Originals stay as they were issued. */
export async function setScript(next: Script): Promise<void> {
  const other = next === "traditional" ? (await import("../../shared/locales/zh-Hant.json")).default : null;
  batch(() => {
    useCatalogue(other);
    script.value = next;
  });
  document.documentElement.lang = next === "traditional" ? "zh-Hant" : "zh-CN";
  keep("script", next === "traditional" ? next : "");
}

/** Enter or leave care mode. */
export function setCare(on: boolean): void {
  care.value = on;
  applyPrefs();
}

/** Make the words of care mode one step larger (+1) or smaller (-1). */
export function stepCare(by: 1 | -1): void {
  careStep.value = Math.min(Math.max(careStep.value + by, 0), CARE_SIZES.length - 1);
  applyPrefs();
}

/** Switch high contrast. */
export function toggleContrast(): void {
  contrast.value = !contrast.value;
  applyPrefs();
}

/** Put the choices on the page and keep them. */
export function applyPrefs(): void {
  const root = document.documentElement;
  root.classList.toggle("care", care.value);
  root.classList.toggle("contrast", contrast.value);
  root.style.setProperty("--care", `${CARE_SIZES[careStep.value] ?? CARE_SIZES[0]}px`);
  keep("care", care.value ? "1" : "");
  keep("careStep", careStep.value ? String(careStep.value) : "");
  keep("contrast", contrast.value ? "1" : "");
}

