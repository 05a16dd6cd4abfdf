import { Alert, Button } from "antd";

import { t } from "../text";
import type { Kept } from "./useKept";

/** Says that a form shows what was left unsaved, and lets go of it. */
export function KeptNotice({ kept, isNew = false }: { kept: Pick<Kept<object>, "isKept" | "drop">; isNew?: boolean }) {
  if (!kept.isKept) return null;
  return (
    <Alert
      type="info"
      showIcon
      className="problem"
      title={t("kept.restored")}
      action={
        <Button size="small" onClick={kept.drop}>
          {t(isNew ? "kept.start_anew" : "kept.use_saved")}
        </Button>
      }
    />
  );
}
