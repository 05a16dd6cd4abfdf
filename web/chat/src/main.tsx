/** Starts the page: looks, address, site, conversation, host page. */
import { render } from "preact";
import "../../shared/tokens.css";
import "./styles/base.css";
import "./styles/head.css";
import "./styles/start.css";
import "./styles/conversation.css";
import "./styles/answer.css";
import "./styles/modes.css";
import { t } from "../../shared/text";
import type { Site } from "../../shared/types";
import { getJson } from "./api";
import { ask } from "./ask";
import { loadConversation, resumeConversation } from "./conversation";
import { listenToHost } from "./embed";
import { followHistory, viewOfAddress } from "./panels";
import { App } from "./parts/App";
import { applyPrefs } from "./prefs";
import { conversationId, embedded, notice, say, site, siteId, view } from "./state";

async function loadSite(): Promise<void> {
  site.value = await getJson<Site>(siteId ? `/api/site?site=${encodeURIComponent(siteId)}` : "/api/site");
}

function watchNetwork(): void {
  window.addEventListener("online", () => (notice.value = ""));
}

function start(): void {
  const root = document.getElementById("app");
  if (!root) return;
  document.documentElement.classList.toggle("embedded", embedded);
  document.title = t("page.title");
  applyPrefs();
  view.value = viewOfAddress();
  root.textContent = "";
  render(<App />, root);
  followHistory();
  watchNetwork();
  loadSite().catch((error: Error) => say(error.message));
  if (view.value !== "document") void resumeConversation();
  listenToHost({
    init: (session) => {
      if (session && session !== conversationId.value) void loadConversation(session);
    },
    open: () => document.getElementById("composer")?.focus(),
    ask: (question) => void ask(question),
  });
}

start();
