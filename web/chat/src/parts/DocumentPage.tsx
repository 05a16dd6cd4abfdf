/** The viewer as a page of its own, at /doc/{id}?v={version}#{clause}. */
import "../laterTexts";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon } from "../icons";
import { showView } from "../panels";
import type { DocumentTarget } from "../state";
import "../styles/panel.css";
import "../styles/original.css";
import { DocumentViewer } from "./DocumentViewer";

export function DocumentPage() {
  const target = useSignal(targetOfAddress());
  useEffect(() => {
    const follow = () => (target.value = targetOfAddress());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return (
    <div class="document-page">
      <p class="back">
        <button type="button" class="link-button" onClick={() => showView("chat")}>
          <Icon name="chevronLeft" />
          {t("nav.back")}
        </button>
      </p>
      <div class="document-box">
        <DocumentViewer target={target.value} onMove={() => undefined} />
      </div>
    </div>
  );
}

function targetOfAddress(): DocumentTarget {
  const { pathname, search, hash } = window.location;
  return {
    documentId: decode(pathname.slice("/doc/".length)),
    version: Number(new URLSearchParams(search).get("v")) || null,
    clauseId: decode(hash.slice(1)) || null,
    citations: [],
    marker: null,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
