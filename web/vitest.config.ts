import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { include: ["chat/src/**/*.test.ts", "loader/src/**/*.test.ts", "console/src/**/*.test.ts"] },
});
