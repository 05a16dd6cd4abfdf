import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";

import { createFaq } from "../api/knowledge";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { KeptNotice } from "../ui/KeptNotice";
import { Pane } from "../ui/Pane";
import { useToast } from "../ui/Toast";
import { useKept } from "../ui/useKept";
import { useIsPhone } from "../ui/useMedia";
import { type FaqFields, FaqForm, faqOf } from "./FaqForm";
import { keepEntry } from "./refresh";

/** Where a curator writes a new FAQ; saved, it is a draft that goes to review like any other. */
export function NewFaqPage() {
  useTitle(t("faq.new"));
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const isPhone = useIsPhone();
  const kept = useKept<FaqFields>("new", "faq", {});
  const create = useMutation({
    mutationFn: (fields: FaqFields) => createFaq(faqOf(fields, null)),
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
        <h1>{t("faq.new")}</h1>
        <span className="meta">{isPhone ? t("state.open_on_computer") : t("faq.new_hint")}</span>
      </div>
      <div className="panes panes-one">
        <Pane title={t("faq.title")} className="pane-form">
          <KeptNotice kept={kept} isNew />
          <FaqForm
            key={String(kept.isKept)}
            kept={kept}
            error={create.error}
            isBusy={create.isPending}
            isReadOnly={isPhone}
            submitLabel={t("action.save_draft")}
            onSave={(fields) => create.mutate(fields)}
          />
        </Pane>
      </div>
    </div>
  );
}
