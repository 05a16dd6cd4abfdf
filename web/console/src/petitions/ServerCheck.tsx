import { CheckOutlined, WarningOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";

import { checkReply } from "../api/petitions";
import type { ReplyIn } from "../api/types";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";

interface ServerCheckProps {
  number: string;
  read: () => Partial<ReplyIn>;
  isOff: boolean;
}

/** Asks the server whether the reply takes up each thing asked for, names a basis and is no evasion. */
export function ServerCheck({ number, read, isOff }: ServerCheckProps) {
  const check = useMutation({
    mutationFn: () => {
      const { text = "", basis = [], no_basis_reason = "" } = read();
      return checkReply(number, { text, basis, no_basis_reason });
    },
  });
  return (
    <div className="server-check">
      <Button size="small" disabled={isOff} loading={check.isPending} onClick={() => check.mutate()}>
        {t("check.run")}
      </Button>
      <ProblemAlert error={check.error} />
      {check.data !== undefined && (
        <ul className="checks" aria-label={t("check.found")}>
          {check.data.findings.length === 0 && (
            <li className="check check-ok">
              <CheckOutlined aria-hidden /> {t("check.none")}
            </li>
          )}
          {check.data.findings.map((finding) => (
            <li key={`${finding.code}.${finding.where}`} className="check check-open">
              <WarningOutlined aria-hidden /> {finding.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
