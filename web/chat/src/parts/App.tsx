/** The frame: header, one view, one panel beside it, and what is said aloud. */
import { useEffect } from "preact/hooks";
import { t } from "../../../shared/text";
import { tellHost } from "../embed";
import { closePanel } from "../panels";
import { announcement, panel, toast, turns, view } from "../state";
import { Icon } from "../icons";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { Header } from "./Header";
import { NewConversationDialog } from "./NewConversation";
import { PanelHost } from "./PanelHost";
import { later } from "./later";
import { Start } from "./Start";

const DocumentPage = later(async () => (await import("./DocumentPage")).DocumentPage);
const ProgressPage = later(async () => (await import("./ProgressPage")).ProgressPage);

export function App() {
  useEscape();
  const isOpen = panel.value !== null;
  const hasComposer = view.value === "chat";
  return (
    <>
      <a class="skip" href={hasComposer ? "#composer" : "#main"}>
        {t(hasComposer ? "page.skip" : "page.skipMain")}
      </a>
      <Header />
      <div class={isOpen ? "stage with-panel" : "stage"}>
        <main class="main" id="main" tabIndex={-1}>
          <CurrentView />
        </main>
        <PanelHost />
      </div>
      <NewConversationDialog />
      <div class="toasts" role="status" aria-live="polite">
        {toast.value && (
          <p class="toast">
            <Icon name="check" />
            {toast.value}
          </p>
        )}
      </div>
      <p class="hidden" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}

function CurrentView() {
  if (view.value === "document") return <DocumentPage />;
  if (view.value === "progress") return <ProgressPage />;
  if (turns.value.length === 0) return <Start />;
  return (
    <>
      <h1 class="hidden">{t("page.title")}</h1>
      <Conversation />
      <div class="dock">
        <Composer />
      </div>
    </>
  );
}

function useEscape(): void {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]");
      if (event.key !== "Escape" || isTaken) return;
      if (panel.peek()) closePanel();
      else tellHost({ type: "close" });
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, []);
}
