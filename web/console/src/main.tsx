import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { makeQueryClient } from "./app/queries";
import { router } from "./app/router";
import { theme } from "./app/theme";
import "../../shared/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/panes.css";
import "./styles/document.css";
import "./styles/petition.css";
import "./styles/desk.css";
import "./styles/ticket.css";
import "./styles/reports.css";
import "./styles/imports.css";
import "./styles/answers.css";
import "./styles/review.css";
import "./styles/live.css";
import "./styles/widths.css";
import { ToastHost } from "./ui/Toast";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

/** Where a list of choices opens: inside the dialog or the main part its field stands in, so that it is in a landmark. */
function landmarkOf(field?: HTMLElement): HTMLElement {
  return field?.closest<HTMLElement>("[role=dialog], main") ?? document.body;
}

createRoot(root).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} getPopupContainer={landmarkOf}>
      <QueryClientProvider client={makeQueryClient()}>
        <ToastHost>
          <RouterProvider router={router} />
        </ToastHost>
      </QueryClientProvider>
    </ConfigProvider>
  </StrictMode>,
);
