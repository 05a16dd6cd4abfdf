import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { useNavigate } from "react-router";

import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { KeptNotice } from "../ui/KeptNotice";
import { Pane } from "../ui/Pane";
import { useToast } from "../ui/Toast";
import { type Kept, useKept } from "../ui/useKept";
import { useIsPhone } from "../ui/useMedia";
import { keepEntry } from "./refresh";

interface EntryFormProps<T extends object> {
  kept: Kept<T>;
  error: unknown;
  isBusy: boolean;
  isReadOnly: boolean;
  onSave: (fields: T) => void;
}

interface NewEntryPageProps<T extends object> {
  /** Under which name unsaved fields are kept. */
  kind: string;
  title: string;
  formTitle: string;
  EntryForm: ComponentType<EntryFormProps<T>>;
  create: (fields: T) => Promise<Parameters<typeof keepEntry>[1]>;
}

/** Where a curator writes a new entry; saved, it is a draft that goes to review like any other. */
export function NewEntryPage<T extends object>({ kind, title, formTitle, EntryForm, create }: NewEntryPageProps<T>) {
  useTitle(title);
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const isPhone = useIsPhone();
  const kept = useKept<T>("new", kind, {});
  const creation = useMutation({
    mutationFn: create,
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
        <h1>{title}</h1>
        <span className="meta">{isPhone ? t("state.open_on_computer") : t("faq.new_hint")}</span>
      </div>
      <div className="panes panes-one">
        <Pane title={formTitle} className="pane-form">
          <KeptNotice kept={kept} isNew />
          <EntryForm
            key={String(kept.isKept)}
            kept={kept}
            error={creation.error}
            isBusy={creation.isPending}
            isReadOnly={isPhone}
            onSave={(fields) => creation.mutate(fields)}
          />
        </Pane>
      </div>
    </div>
  );
}
