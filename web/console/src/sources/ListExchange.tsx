import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";

import { exportUrl, importSources } from "../api/sources";
import { t } from "../text";
import { DropBox } from "../ui/DropBox";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";

/** The list as a spreadsheet: saved for everybody, read back for curators. */
export function ListExchange({ canImport }: { canImport: boolean }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const read = useMutation({
    mutationFn: importSources,
    onSuccess: () => client.invalidateQueries({ queryKey: ["sources"] }),
  });
  return (
    <>
      <Button href={exportUrl("xlsx")}>{t("sources.export")}</Button>
      {canImport && <Button onClick={() => setOpen(true)}>{t("sources.import")}</Button>}
      <Drawer title={t("sources.import")} open={isOpen} onClose={() => setOpen(false)} size={480}>
        <DropBox
          words={t(read.isPending ? "upload.reading" : "upload.choose")}
          accept=".xlsx,.csv"
          isBusy={read.isPending}
          onFiles={([file]) => file !== undefined && read.mutate(file)}
        />
        <p className="meta">{t("sources.import_hint")}</p>
        <ProblemAlert error={read.error} />
        {read.data !== undefined && (
          <div role="status">
            <p>
              {t("sources.imported", {
                created: read.data.created.length,
                changed: read.data.changed.length,
                unchanged: read.data.unchanged.length,
              })}
            </p>
            <ul className="reports">
              {read.data.problems.map((problem) => (
                <li key={problem.row} className="report">
                  <div className="report-head">
                    <Tag tone="red" icon="close">
                      {t("faq_import.row", { row: problem.row })}
                    </Tag>
                    {problem.text}
                  </div>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Drawer>
    </>
  );
}
