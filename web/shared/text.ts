/** Texts people see, by key, from the catalogue; the code itself holds none. */
import catalogue from "./locales/zh-CN.json";

type Later = typeof import("./locales/zh-CN.later.json");
export type TextKey = keyof typeof catalogue | keyof Later;
export type Catalogue = Record<TextKey, string>;

/** The first view's texts; those of the other parts come with them (laterTexts.ts). */
const own: Partial<Catalogue> = { ...catalogue };
let shown: Partial<Catalogue> = own;

/** Add the texts of parts that are loaded later. */
export function addTexts(texts: Partial<Catalogue>): void {
  Object.assign(own, texts);
}

/** Take the texts from another catalogue of the same keys; null goes back to the first. */
export function useCatalogue(other: Catalogue | null): void {
  shown = other ?? own;
}

/** Return the text of `key` with its {placeholders} filled. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return (shown[key] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Put a document's title into its brackets once, however it was stored; a question is no title. */
export function bracketed(title: string): string {
  if (title.startsWith(t("title.open")) || title.endsWith(t("title.question"))) return title;
  return t("title.open") + title + t("title.close");
}
