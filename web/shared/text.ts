/** Texts people see, by key, from the catalogue; the code itself holds none. */
import catalogue from "./locales/zh-CN.json";

export type TextKey = keyof typeof catalogue;

/** Return the text of `key` with its {placeholders} filled. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Put a document's title into its brackets once, however it was stored; a question is no title. */
export function bracketed(title: string): string {
  if (title.startsWith(t("title.open")) || title.endsWith(t("title.question"))) return title;
  return t("title.open") + title + t("title.close");
}
