import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useNavigate } from "react-router";

import { isConflict } from "../api/http";
import { replaceService } from "../api/knowledge";
import type { EntryDetail, ServiceItemIn } from "../api/types";
import { t } from "../text";
import { KeptNotice } from "../ui/KeptNotice";
import { Pane } from "../ui/Pane";
import { useToast } from "../ui/Toast";
import { useKept } from "../ui/useKept";
import { useIsPhone } from "../ui/useMedia";
import { entryKey, keepEntry } from "./refresh";
import { type ServiceFields, ServiceForm, serviceOf } from "./ServiceForm";

type Known = Partial<Record<keyof ServiceItemIn, unknown>>;

const text = (value: unknown) => (Array.isArray(value) ? value.join("\n") : "");
const limit = (value: unknown) => (Array.isArray(value) ? { days: Number(value[0]), unit: value[1] as "working_day" } : null);

function fieldsOf(entry: EntryDetail, known: Known): Partial<ServiceFields> {
  return {
    ...(known as Partial<ServiceFields>),
    title: entry.document.title,
    legal_basis: text(known.legal_basis),
    eligibility: text(known.eligibility),
    windows: text(known.windows),
    steps: text(known.steps),
    statutory_limit: limit(known.statutory_limit),
    committed_limit: limit(known.committed_limit),
    department_code: entry.department_code,
  };
}

/** The content of a service guide, editable where the server allows it. */
export function ServicePane({ entry, service }: { entry: EntryDetail; service: Known }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const isPhone = useIsPhone();
  const { document_id: id, version } = entry.document;
  const isReadOnly = isPhone || !entry.allowed.includes("edit");
  const kept = useKept<ServiceFields>(`${id}.${version}`, "service", fieldsOf(entry, service), !isReadOnly);
  const save = useMutation({
    mutationFn: (fields: ServiceFields) => replaceService(id, serviceOf(fields, entry.lock)),
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
    <Pane title={t("service.form")} className="pane-form">
      {isConflict(save.error) && <Alert type="warning" showIcon role="alert" title={t("faq.conflict")} />}
      <KeptNotice kept={kept} />
      <ServiceForm
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
