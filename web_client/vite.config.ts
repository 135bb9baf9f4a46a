// How the client is built: hashed files under /assets/, and a manifest by which pages find them.
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/assets/",
  build: {
    outDir: "dist",
    assetsDir: ".",
    manifest: "manifest.json",
    target: "es2022",
    // The polyfill would be an inline script, which the page's CSP forbids.
    modulePreload: { polyfill: false },
    rollupOptions: { input: "src/main.tsx" },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
