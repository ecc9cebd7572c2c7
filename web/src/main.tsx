import "./mantine.css";
import "@fontsource/source-serif-4/latin-600.css";
import "./theme.css";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { client } from "./api/queries";
import { fetchRoomOf, router } from "./routes";
import { theme } from "./theme";
import { direction, settle } from "./words/words";

settle();
fetchRoomOf(window.location.pathname);
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  </StrictMode>,
);
