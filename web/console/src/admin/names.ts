import names from "../locales/administration.json";

/** The word for a code that only administrators meet; a code without a word is shown as it is. */
export function named(group: string, code: string): string {
  const key = `${group}.${code}`;
  return key in names ? names[key as keyof typeof names] : code;
}
