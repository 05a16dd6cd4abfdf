import { resolve } from "node:path";
import { defineConfig } from "vite";
import { refuseLookbehind } from "./refuse-lookbehind.ts";

const here = import.meta.dirname;

// One classic script that any host page can include; it keeps its own name because integrators paste its address.
// `public/` is a host page to try it on.
export default defineConfig({
  root: resolve(here, "loader"),
  publicDir: resolve(here, "loader/public"),
  plugins: [refuseLookbehind()],
  build: {
    target: "es2018",
    outDir: resolve(here, "../api/static/loader"),
    emptyOutDir: true,
    lib: {
      entry: resolve(here, "loader/src/embed.ts"),
      formats: ["iife"],
      name: "youdaLoader",
      fileName: () => "embed.js",
    },
  },
});
