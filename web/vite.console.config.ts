import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: resolve(here, "console"),
  base: "/ui/console/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  build: {
    target: ["es2020", "chrome90", "safari14"],
    outDir: resolve(here, "../api/static/console"),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // "use client" means nothing in a bundle for browsers; without this, antd prints one warning for each file.
      onLog: (level, log, print) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") print(level, log);
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
