// How the pages are built, and how they are worked on beside a running server.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.BELLWETHER_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env.BELLWETHER_WEB_OUT ?? "../build/web",
    emptyOutDir: true,
    target: "es2022",
    // Everything is a file of its own: the pages' policy lets no inline script or data font in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": { target: server }, "/openapi.json": { target: server } } },
});
