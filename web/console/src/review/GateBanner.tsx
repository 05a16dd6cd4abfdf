import { WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";

import type { GoldenRunOut } from "../api/types";
import { t } from "../text";

/** What keeps a version from being published, what to do, and the way to the question. */
export function GateBanner({ run, onShow }: { run: GoldenRunOut | null; onShow: (questionId: string) => void }) {
  const count = run?.counts.regressed ?? 0;
  if (run === null || count === 0) return null;
  const first = run.results.find(({ verdict }) => verdict === "regressed");
  if (first === undefined) return null;
  const { override } = run;
  return (
    <div className={`gate ${override === null ? "" : "gate-passed"}`} role="alert">
      <WarningOutlined aria-hidden />
      <div>
        <strong>
          {override === null
            ? t("gate.blocked", { count })
            : t("gate.passed", { name: override.by_name, count })}
        </strong>
        <p>{override === null ? t("gate.hint", { question: first.question }) : t("gate.reason", { reason: override.reason })}</p>
      </div>
      <Button onClick={() => onShow(first.question_id)}>{t("gate.show")}</Button>
    </div>
  );
}
