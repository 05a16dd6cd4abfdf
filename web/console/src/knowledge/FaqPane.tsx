import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useNavigate } from "react-router";

import { isConflict } from "../api/http";
import { replaceFaq } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { t } from "../text";
import { KeptNotice } from "../ui/KeptNotice";
import { Pane } from "../ui/Pane";
import { useToast } from "../ui/Toast";
import { useKept } from "../ui/useKept";
import { useIsPhone } from "../ui/useMedia";
import { type FaqFields, FaqForm, faqOf } from "./FaqForm";
import { entryKey, keepEntry } from "./refresh";

interface FaqPaneProps {
  entry: EntryDetail;
  faq: NonNullable<EntryDetail["faq"]>;
}

const storedFields = (entry: EntryDetail, faq: FaqPaneProps["faq"]): FaqFields => ({
  standard_question: faq.standard_question,
  answer: faq.answer,
  similar_questions: faq.similar_questions.join("\n"),
  basis: faq.basis.join("\n"),
  no_basis_reason: faq.no_basis_reason ?? "",
  department_code: entry.department_code,
  effective_to: entry.document.effective_to ?? "",
});

/** The content of an FAQ version, editable where the server allows it. */
export function FaqPane({ entry, faq }: FaqPaneProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const isPhone = useIsPhone();
  const { document_id: id, version } = entry.document;
  const isReadOnly = isPhone || !entry.allowed.includes("edit");
  const kept = useKept<FaqFields>(`${id}.${version}`, "faq", storedFields(entry, faq), !isReadOnly);
  const save = useMutation({
    mutationFn: (fields: FaqFields) => replaceFaq(id, faqOf(fields, entry.lock)),
    onSuccess: async (answered) => {
      await keepEntry(client, answered);
      kept.drop();
      say(t("faq.saved"));
      const saved = answered.document.version;
      if (saved !== version) await navigate(`/knowledge/${encodeURIComponent(id)}/${saved}`);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(id, version) }),
  });
  return (
    <Pane title={t("faq.title")} note={t("faq.note", { count: faq.similar_questions.length })} className="pane-form">
      {isConflict(save.error) && <Alert type="warning" showIcon role="alert" title={t("faq.conflict")} />}
      <KeptNotice kept={kept} />
      <FaqForm
        key={String(kept.isKept)}
        kept={kept}
        error={isConflict(save.error) ? null : save.error}
        isBusy={save.isPending}
        isReadOnly={isReadOnly}
        onSave={(fields) => save.mutate(fields)}
      />
    </Pane>
  );
}
