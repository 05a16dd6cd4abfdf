import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";

import { listTemplates, writeTemplate } from "../api/admin";
import type { TemplateOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { named } from "./names";
import { TemplateExchange } from "./TemplateExchange";

/** The words of notices, by event and audience; a change is the next version, earlier notices keep theirs. */
export function TemplateListPage() {
  useTitle(t("nav.templates"));
  const templates = useQuery({ queryKey: ["templates"], queryFn: listTemplates });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.templates")}</h1>
        <span className="meta">{t("template.hint")}</span>
        <TemplateExchange />
      </div>
      <ProblemAlert error={templates.error} onRetry={() => void templates.refetch()} />
      {templates.isPending && <Skeleton />}
      {templates.data?.[0] !== undefined && (
        <p className="meta">
          {t("template.placeholders", { names: templates.data[0].placeholders.map((name) => `{${name}} ${named("placeholder", name)}`).join(t("list.separator")) })}
        </p>
      )}
      <ul className="order-list">
        {(templates.data ?? []).map((template) => (
          <li key={template.code} className="card">
            <Template template={template} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What happened and who is told, from a code such as "accepted.petitioner". */
function nameOf(code: string): string {
  const [event = "", audience = ""] = code.split(".");
  return [named("template_event", event), named("template_audience", audience)].join(t("list.dot"));
}

function Template({ template }: { template: TemplateOut }) {
  const client = useQueryClient();
  const say = useToast();
  const [text, setText] = useState<string | null>(null);
  const write = useMutation({
    mutationFn: (words: string) => writeTemplate(template.code, words),
    onSuccess: async () => {
      setText(null);
      say(t("template.saved"));
      await client.invalidateQueries({ queryKey: ["templates"] });
    },
  });
  return (
    <>
      <div>
        <strong>{nameOf(template.code)}</strong> <Tag>{t("config.version", { number: template.version })}</Tag>{" "}
        <span className="meta">{template.code}</span>
      </div>
      <div className="order-step">
        <Input.TextArea
          aria-label={t("template.text", { code: nameOf(template.code) })}
          value={text ?? template.text}
          maxLength={500}
          autoSize={{ minRows: 1, maxRows: 5 }}
          onChange={(event) => setText(event.target.value)}
        />
        <ProblemAlert error={write.error} />
        {text !== null && text !== template.text && (
          <span className="ticket-tags">
            <Button size="small" type="primary" loading={write.isPending} onClick={() => write.mutate(text)}>
              {t("action.save")}
            </Button>
            <Button size="small" onClick={() => setText(null)}>
              {t("action.cancel")}
            </Button>
          </span>
        )}
      </div>
    </>
  );
}
