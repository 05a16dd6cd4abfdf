import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";

import { importTemplates, templatesUrl } from "../api/admin";
import { t } from "../text";
import { DropBox } from "../ui/DropBox";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";

/** The templates as a spreadsheet: saved, changed elsewhere, and read back row by row. */
export function TemplateExchange() {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const read = useMutation({
    mutationFn: importTemplates,
    onSuccess: () => client.invalidateQueries({ queryKey: ["templates"] }),
  });
  return (
    <div className="page-actions">
      <Button href={templatesUrl("xlsx")} download>
        {t("template.export_xlsx")}
      </Button>
      <Button href={templatesUrl("csv")} download>
        {t("template.export_csv")}
      </Button>
      <Button onClick={() => setOpen(true)}>{t("template.import")}</Button>
      <Drawer title={t("template.import")} open={isOpen} onClose={() => setOpen(false)} size={480}>
        <DropBox
          words={t(read.isPending ? "upload.reading" : "upload.choose")}
          accept=".xlsx,.csv"
          isBusy={read.isPending}
          onFiles={([file]) => file !== undefined && read.mutate(file)}
        />
        <p className="meta">{t("template.import_hint")}</p>
        <ProblemAlert error={read.error} />
        {read.data !== undefined && (
          <div role="status">
            <p>{t("template.imported", { written: read.data.written.length, unchanged: read.data.unchanged, problems: read.data.problems.length })}</p>
            <ul className="reports">
              {read.data.problems.map((problem) => (
                <li key={problem.line} className="report">
                  <div className="report-head">
                    <Tag tone="red" icon="close">
                      {t("faq_import.row", { row: problem.line })}
                    </Tag>
                    {problem.code}
                  </div>
                  {problem.reason}
                </li>
              ))}
            </ul>
          </div>
        )}
      </Drawer>
    </div>
  );
}
