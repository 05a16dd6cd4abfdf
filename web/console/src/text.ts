import desk from "./locales/desk.json";
import live from "./locales/live.json";
import oversight from "./locales/oversight.json";
import common from "./locales/zh-CN.json";

const texts = { ...common, ...desk, ...live, ...oversight };

export type TextKey = keyof typeof texts;
export type TextValues = Record<string, string | number>;

/** The text of `key` with its {placeholders} filled; a placeholder without a value stays visible. */
export function t(key: TextKey, values: TextValues = {}): string {
  return texts[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** The word for a code ("state", "accepted"); a code without a word is shown as it is. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return key in texts ? texts[key as TextKey] : code;
}

/** The choices of a group in the order of the catalogue, for selects and filters. */
export function choices(group: string): { value: string; label: string }[] {
  return Object.entries(texts)
    .filter(([key]) => key.startsWith(`${group}.`) && !key.slice(group.length + 1).includes("."))
    .map(([key, label]) => ({ value: key.slice(group.length + 1), label }));
}
