import { Alert } from "antd";

import type { GoldenImportOut } from "../api/types";
import { t } from "../text";

/** What became of an imported list: how many were kept, and each row that was not with the reason. */
export function ImportReport({ report }: { report: GoldenImportOut }) {
  const left = report.rows.filter(({ problem }) => problem !== null);
  return (
    <Alert
      type={left.length === 0 ? "success" : "warning"}
      showIcon
      role="status"
      className="problem"
      title={t("golden.kept", { count: report.kept, left: left.length })}
      description={left.map(({ line, problem }) => (
        <div key={line}>{t("golden.left_out", { line, problem: problem ?? "" })}</div>
      ))}
    />
  );
}
