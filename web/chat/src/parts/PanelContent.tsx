/** The panels themselves: their frame, and which one to show. */
import "../laterTexts";
import { t } from "../../../shared/text";
import { panel, type Panel } from "../state";
import { AccessNotice, PrivacyNotice } from "./Notices";
import "../styles/form.css";
import "../styles/panel.css";
import "../styles/original.css";
import { DocumentViewer } from "./DocumentViewer";
import { HistoryList } from "./HistoryList";
import { PanelFrame, SidePanel } from "./PanelFrame";
import { PetitionPanel } from "./PetitionPanel";
import { WindowList } from "./WindowList";

/** The panel that is shown now. */
export function PanelContent({ shown }: { shown: Panel }) {
  switch (shown.kind) {
    case "document":
      return <DocumentPanel shown={shown} />;
    case "petition":
      return <PetitionPanel prefill={shown.prefill} />;
    case "history":
      return (
        <SidePanel title={t("history.title")}>
          <HistoryList />
        </SidePanel>
      );
    case "windows":
      return (
        <SidePanel title={t("windows.title")}>
          <WindowList />
        </SidePanel>
      );
    case "privacy":
      return (
        <SidePanel title={t("privacy.title")}>
          <PrivacyNotice />
        </SidePanel>
      );
    case "access":
      return (
        <SidePanel title={t("access.title")}>
          <AccessNotice />
        </SidePanel>
      );
  }
}

function DocumentPanel({ shown }: { shown: Panel & { kind: "document" } }) {
  const { target } = shown;
  const move = (marker: number) => {
    const citation = target.citations.find((each) => each.marker === marker);
    if (!citation) return;
    const { document_id: documentId, version, clause_id: clauseId } = citation;
    panel.value = { kind: "document", target: { ...target, documentId, version, clauseId, marker } };
  };
  return (
    <PanelFrame label={t("answer.original")}>
      <DocumentViewer target={target} onMove={move} isPanel />
    </PanelFrame>
  );
}
