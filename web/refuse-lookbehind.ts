import type { Plugin } from "vite";

/** Fail the build when a bundle holds a regular-expression lookbehind, which blanks the page in older WebViews. */
export function refuseLookbehind(): Plugin {
  return {
    name: "refuse-lookbehind",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk" && /\(\?<[=!]/.test(file.code)) {
          this.error(`${file.fileName} holds a regular-expression lookbehind; rewrite it without (?<= or (?<!.`);
        }
      }
    },
  };
}
