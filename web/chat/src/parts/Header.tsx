/** The bar on top: brand and the few things one may want at any time. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon, Mark } from "../icons";
import { tellHost } from "../embed";
import { openPanel, openPetition, showView } from "../panels";
import { care, contrast, script, setCare, setScript, stepCare, toggleContrast } from "../prefs";
import { conversationId, embedded, hotline, say, site, turns, view } from "../state";
import { NewConversation } from "./NewConversation";

export function Header() {
  if (care.value) return <CareHeader />;
  return embedded ? <WidgetHeader /> : <PageHeader />;
}

function enterCare(): void {
  setCare(true);
  say(t("care.entered"));
}

function Brand({ name, sub }: { name: string; sub?: string }) {
  const home = (event: Event) => {
    event.preventDefault();
    showView("chat");
  };
  return (
    <div class="brand">
      <a class="brand-link" href="/" onClick={home} aria-label={`${name} ${t("nav.home")}`}>
        <Mark />
        <span class="brand-name">{name}</span>
      </a>
      {sub && <span class="brand-sub">{sub}</span>}
    </div>
  );
}

function PageHeader() {
  const zone = site.value?.zone_name;
  return (
    <header class="head">
      <Brand name={t("brand")} sub={zone ? t("brand.service", { zone }) : undefined} />
      <nav class="head-nav" aria-label={t("nav.label")}>
        <span class="wide group">
          <Links />
        </span>
        <span class="wide group">
          <ScriptButton />
        </span>
        <button type="button" class="link-button" onClick={enterCare}>
          <b class="big-glyph" aria-hidden="true">
            {t("nav.care.short")}
          </b>
          {t("nav.care")}
        </button>
        <a class="button outline wide" href={`tel:${hotline.value}`}>
          <Icon name="phone" />
          {t("nav.hotline", { phone: hotline.value })}
        </a>
        <Menu />
      </nav>
    </header>
  );
}

/** Changes between Simplified and Traditional; it is named in the script that it changes to. */
function ScriptButton() {
  const other = script.value === "simplified" ? "traditional" : "simplified";
  const change = () => {
    setScript(other).catch(() => say(t("problem.network")));
  };
  return (
    <button type="button" class="link-button" lang={other === "traditional" ? "zh-Hant" : "zh-CN"} onClick={change}>
      {t("nav.script")}
    </button>
  );
}

function Links() {
  const openHistory = () => openPanel({ kind: "history" });
  return (
    <>
      {(turns.value.length > 0 || conversationId.value) && view.value === "chat" && <NewConversation />}
      {turns.value.length > 0 && view.value === "chat" && (
        <button type="button" class="link-button" data-opener="header-petition" onClick={() => openPetition(null)}>
          <Icon name="file" />
          {t("nav.petition")}
        </button>
      )}
      <button type="button" class="link-button" data-opener="history" onClick={openHistory}>
        <Icon name="history" />
        {t("nav.history")}
      </button>
      <button type="button" class="link-button" onClick={() => showView("progress")}>
        <Icon name="inbox" />
        {t("nav.petitions")}
      </button>
    </>
  );
}

function Menu() {
  const isOpen = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const leave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) isOpen.value = false;
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !isOpen.value) return;
      event.preventDefault();
      isOpen.value = false;
      root.current?.querySelector("button")?.focus();
    };
    document.addEventListener("click", leave);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("click", leave);
      document.removeEventListener("keydown", escape, true);
    };
  }, []);
  const toggle = () => (isOpen.value = !isOpen.value);
  return (
    <div class="menu narrow" ref={root}>
      <button type="button" class="icon-button" aria-expanded={isOpen.value} aria-label={t("nav.menu")} onClick={toggle}>
        <Icon name="menu" size={22} />
      </button>
      {isOpen.value && (
        <div class="menu-list" onClick={() => (isOpen.value = false)}>
          <Links />
          <ContrastButton />
          <ScriptButton />
          <button type="button" class="link-button" data-opener="windows" onClick={() => openPanel({ kind: "windows" })}>
            <Icon name="person" />
            {t("nav.windows")}
          </button>
          <a class="link-button" href={`tel:${hotline.value}`}>
            <Icon name="phone" />
            {t("nav.hotline", { phone: hotline.value })}
          </a>
        </div>
      )}
    </div>
  );
}

/** Switches high contrast; used in the menu, the foot of the start page and care mode. */
export function ContrastButton({ look = "link-button" }: { look?: string }) {
  return (
    <button type="button" class={look} aria-pressed={contrast.value} onClick={toggleContrast}>
      {look === "link-button" && <Icon name="contrast" />}
      {t("nav.contrast")}
    </button>
  );
}

function WidgetHeader() {
  const id = conversationId.value;
  return (
    <header class="head">
      <Brand name={site.value?.theme_color ? site.value.name : t("brand.widget")} />
      <nav class="head-nav" aria-label={t("nav.label")}>
        <button type="button" class="icon-button" onClick={enterCare} aria-label={t("nav.care")}>
          <b class="big-glyph" aria-hidden="true">
            {t("nav.care.short")}
          </b>
        </button>
        <a class="icon-button" href={fullPage(id)} target="_blank" rel="noopener" aria-label={t("nav.fullPage")}>
          <Icon name="external" />
        </a>
        <button type="button" class="icon-button" onClick={() => tellHost({ type: "close" })} aria-label={t("nav.minimise")}>
          <Icon name="minus" />
        </button>
      </nav>
    </header>
  );
}

function fullPage(conversation: string | null): string {
  const id = new URLSearchParams(window.location.search).get("site");
  const address = id ? `/?site=${encodeURIComponent(id)}` : "/";
  // The id is a capability, so it travels in the fragment, which is not sent to the server or written to its log.
  return conversation ? `${address}#c=${conversation}` : address;
}

function CareHeader() {
  const leave = () => setCare(false);
  return (
    <header class="head">
      <Brand name={t("brand")} sub={t("brand.care")} />
      <nav class="head-nav" aria-label={t("nav.label")}>
        <button type="button" class="button" onClick={() => stepCare(-1)}>
          {t("care.smaller")}
        </button>
        <button type="button" class="button" onClick={() => stepCare(1)}>
          {t("care.larger")}
        </button>
        <span class="wide group">
          <ContrastButton look="button" />
          <a class="button outline" href={`tel:${hotline.value}`}>
            <Icon name="phone" size={26} />
            {t("care.call", { phone: hotline.value })}
          </a>
        </span>
        <button type="button" class="button" onClick={leave}>
          <span class="wide group">{t("care.leave.long")}</span>
          <span class="narrow">{t("care.leave")}</span>
        </button>
      </nav>
    </header>
  );
}
