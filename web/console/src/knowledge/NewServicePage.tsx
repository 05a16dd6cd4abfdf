import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";

import { createService } from "../api/knowledge";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { KeptNotice } from "../ui/KeptNotice";
import { Pane } from "../ui/Pane";
import { useToast } from "../ui/Toast";
import { useKept } from "../ui/useKept";
import { useIsPhone } from "../ui/useMedia";
import { keepEntry } from "./refresh";
import { type ServiceFields, ServiceForm, serviceOf } from "./ServiceForm";

/** Where a curator writes a new service guide; saved, it is a draft that goes to review like any other. */
export function NewServicePage() {
  useTitle(t("service.new"));
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const isPhone = useIsPhone();
  const kept = useKept<ServiceFields>("new", "service", {});
  const create = useMutation({
    mutationFn: (fields: ServiceFields) => createService(serviceOf(fields, null)),
    onSuccess: async (answered) => {
      kept.drop();
      await keepEntry(client, answered);
      say(t("faq.created"));
      await navigate(`/knowledge/${encodeURIComponent(answered.document.document_id)}/${answered.document.version}`);
    },
  });
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{t("service.new")}</h1>
        <span className="meta">{isPhone ? t("state.open_on_computer") : t("faq.new_hint")}</span>
      </div>
      <div className="panes panes-one">
        <Pane title={t("service.form")} className="pane-form">
          <KeptNotice kept={kept} isNew />
          <ServiceForm
            key={String(kept.isKept)}
            kept={kept}
            error={create.error}
            isBusy={create.isPending}
            isReadOnly={isPhone}
            onSave={(fields) => create.mutate(fields)}
          />
        </Pane>
      </div>
    </div>
  );
}
