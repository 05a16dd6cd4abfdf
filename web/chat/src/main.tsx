/** Starts the page: looks, address, site, conversation, host page. */
import { render } from "preact";
import "../../shared/tokens.css";
import "./styles/base.css";
import "./styles/head.css";
import "./styles/start.css";
import "./styles/composer.css";
import "./styles/conversation.css";
import "./styles/answer.css";
import "./styles/modes.css";
import { t } from "../../shared/text";
import type { Site } from "../../shared/types";
import { getJson } from "./api";
import { ask, resumeAsking } from "./ask";
import { loadConversation, resumeConversation } from "./conversation";
import { listenToHost } from "./embed";
import { followHistory, viewOfAddress } from "./panels";
import { App } from "./parts/App";
import { applyPrefs, recallScript, script } from "./prefs";
import { followTabs } from "./tabs";
import { followTheme } from "./theme";
import { busyTurn, conversationId, embedded, notice, say, site, siteId, turns, view } from "./state";

async function loadSite(): Promise<void> {
  // In whichever script the page is shown: the header of every request says so.
  site.value = await getJson<Site>(siteId ? `/api/site?site=${encodeURIComponent(siteId)}` : "/api/site");
}

function watchNetwork(): void {
  window.addEventListener("online", () => (notice.value = ""));
}

/** Draw the page anew when its script changes, with the texts of the server in it too. */
function followScript(root: HTMLElement): void {
  let shown = script.peek();
  script.subscribe((next) => {
    if (next === shown) return;
    shown = next;
    document.title = t("page.title");
    render(<App key={next} />, root);
    loadSite().catch((error: Error) => say(error.message));
    if (conversationId.peek() && !busyTurn.peek()) void loadConversation(conversationId.peek() ?? "");
  });
}

/** What the host page wants happens in its order: the conversation is there before a question is added to it. */
function followHost(resumed: Promise<void>): void {
  let ready = resumed;
  const resume = async (session: string | null) => {
    if (session && session !== conversationId.value && turns.value.length === 0) await loadConversation(session);
  };
  listenToHost({
    init: (session) => (ready = ready.then(() => resume(session))),
    open: () => document.getElementById("composer")?.focus(),
    close: () => window.speechSynthesis?.cancel(),
    ask: (question) => void ready.then(() => ask(question)),
  });
}

async function start(): Promise<void> {
  const root = document.getElementById("app");
  if (!root) return;
  document.documentElement.classList.toggle("embedded", embedded);
  await recallScript();
  document.title = t("page.title");
  applyPrefs();
  followTheme();
  view.value = viewOfAddress();
  root.textContent = "";
  render(<App key={script.value} />, root);
  followScript(root);
  followHistory();
  watchNetwork();
  loadSite().catch((error: Error) => say(error.message));
  followTabs();
  const resumed = view.value === "document" ? Promise.resolve() : resumeConversation();
  followHost(resumed);
  void resumed.then(resumeAsking);
}

void start();
