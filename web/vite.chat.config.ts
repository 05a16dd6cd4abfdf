import { resolve } from "node:path";
import { defineConfig } from "vite";
import { refuseLookbehind } from "./refuse-lookbehind.ts";

const here = import.meta.dirname;

// Old WebViews are the floor: es2019 and no regular-expression lookbehind (a syntax error before iOS 16.4).
export default defineConfig({
  root: resolve(here, "chat"),
  base: "/ui/chat/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [refuseLookbehind()],
  build: {
    target: ["es2019", "chrome80", "safari13"],
    outDir: resolve(here, "../api/static/chat"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/doc": "http://127.0.0.1:8000" } },
});
