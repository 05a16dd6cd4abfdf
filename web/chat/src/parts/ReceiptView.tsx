/** What the enterprise keeps after filing: the number, the date, and the way to follow it. */
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Receipt } from "../../../shared/types";
import { Icon } from "../icons";
import { lookup } from "../lookup";
import { closePanel, showView } from "../panels";
import { copyText } from "../state";
import { SidePanel } from "./PanelFrame";

export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const follow = () => {
    lookup.value = { number: receipt.number, tail: "" };
    showView("progress");
  };
  return (
    <SidePanel
      title={t("receipt.title")}
      foot={
        <>
          <button type="button" class="button primary" onClick={follow}>
            {t("receipt.progress")}
          </button>
          <button type="button" class="button" onClick={closePanel}>
            {t("receipt.back")}
          </button>
        </>
      }
    >
      <div class="receipt" role="status">
        <p>{t("receipt.number")}</p>
        <p class="receipt-number" data-testid="receipt-number">
          {receipt.number}
        </p>
        <p>{receipt.message}</p>
        <p>{receipt.expected_text}</p>
        <p class="field-hint">
          {t("receipt.submittedAt")} {momentText(receipt.submitted_at)}
        </p>
        <div class="actions">
          <button type="button" class="button" onClick={() => void copyText(receipt.number, t("copied.number"))}>
            <Icon name="copy" />
            {t("receipt.copy")}
          </button>
          <button type="button" class="button" onClick={() => window.print()}>
            <Icon name="print" />
            {t("receipt.print")}
          </button>
        </div>
      </div>
    </SidePanel>
  );
}
