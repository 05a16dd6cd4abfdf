import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Segmented } from "antd";
import { useState } from "react";

import { importFaqs, previewFaqs } from "../api/imports";
import type { FaqImportOut, FaqPreviewOut } from "../api/types";
import { refreshLists } from "../knowledge/refresh";
import { guessedMapping, isReady, sentMapping, type SheetMapping } from "../rules/faqMapping";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { FaqColumns } from "./FaqColumns";
import { FaqFindings } from "./FaqFindings";
import { FaqResult } from "./FaqResult";

interface FaqPanelProps {
  table: { file: File; preview: FaqPreviewOut };
  onClose: () => void;
  /** The questions are in the base. */
  onDone: () => void;
  /** Read the file as an ordinary table instead. */
  onPlain: () => void;
}

/** Settles which column holds what, shows at once what comes of it, and imports. */
export function FaqPanel({ table, onClose, onDone, onPlain }: FaqPanelProps) {
  const client = useQueryClient();
  const [sheets, setSheets] = useState(table.preview.sheets);
  const [mappings, setMappings] = useState(() => sheets.map(guessedMapping));
  const [shown, setShown] = useState(() => Math.max(0, sheets.findIndex(({ is_faq }) => is_faq)));
  const [done, setDone] = useState<FaqImportOut | null>(null);
  const look = useMutation({
    mutationFn: (wanted: SheetMapping[]) =>
      previewFaqs(table.file, sentMapping(wanted.map((mapping) => ({ ...mapping, isTaken: true })))),
    onSuccess: ({ sheets: seen }) => setSheets(seen),
  });
  const store = useMutation({
    mutationFn: () => importFaqs(table.file, sentMapping(mappings)),
    onSuccess: async (report) => {
      setDone(report);
      await refreshLists(client);
    },
  });
  const change = (mapping: SheetMapping, isLooked: boolean) => {
    const next = mappings.map((known, index) => (index === shown ? mapping : known));
    setMappings(next);
    if (isLooked) look.mutate(next);
  };
  const sheet = sheets[shown];
  const mapping = mappings[shown];
  const taken = mappings.filter(({ isTaken }) => isTaken);
  const isComplete = taken.length > 0 && taken.every(isReady);
  const close = done === null ? onClose : onDone;
  return (
    <Drawer title={t("faq_import.title", { file: table.file.name })} open onClose={close} size={960}>
      {done !== null ? (
        <FaqResult report={done} onOpen={onDone} />
      ) : (
        <>
          {sheets.length > 1 && (
            <Segmented
              value={shown}
              options={sheets.map(({ name }, index) => ({ value: index, label: name || t("faq_import.sheet") }))}
              onChange={setShown}
              aria-label={t("faq_import.sheets")}
            />
          )}
          {sheet !== undefined && mapping !== undefined && (
            <>
              <p className="faq-take">
                <Checkbox checked={mapping.isTaken} onChange={({ target }) => change({ ...mapping, isTaken: target.checked }, false)}>
                  {t("faq_import.take")}
                </Checkbox>
              </p>
              <FaqColumns sheet={sheet} mapping={mapping} onChange={(next) => change(next, true)} />
              {!isReady(mapping) && <p className="field-error">{t("faq_import.not_ready")}</p>}
              <FaqFindings sheet={sheet} isBusy={look.isPending} />
            </>
          )}
          <ProblemAlert error={store.error ?? look.error} />
          <div className="form-actions">
            <Button onClick={onPlain}>{t("faq_import.plain")}</Button>
            <Button type="primary" disabled={!isComplete || look.isPending} loading={store.isPending} onClick={() => store.mutate()}>
              {t("faq_import.submit")}
            </Button>
          </div>
        </>
      )}
    </Drawer>
  );
}
