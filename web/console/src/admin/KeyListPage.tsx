import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input } from "antd";
import { useState } from "react";

import { createKey, listKeys, revokeKey } from "../api/admin";
import type { ApiKeyIn, ApiKeyOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { someOf, useServerForm } from "../ui/useForm";
import { useNow } from "../ui/useNow";

/** Keys of other systems: what each may do, when it was used last, and an end to it. */
export function KeyListPage() {
  useTitle(t("nav.keys"));
  const keys = useQuery({ queryKey: ["api-keys"], queryFn: listKeys });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.keys")}</h1>
        <span className="meta">{t("key.hint")}</span>
      </div>
      <NewKey />
      <ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} />
      {keys.isPending && <Skeleton />}
      {keys.data?.length === 0 && <p className="empty">{t("key.none")}</p>}
      <ul className="order-list">
        {(keys.data ?? []).map((key) => (
          <li key={key.id} className="card">
            <Key apiKey={key} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const SCOPES = ["petitions.file", "petitions.read"] as const satisfies ApiKeyIn["scopes"];

function NewKey() {
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: (body: ApiKeyIn) => createKey(body),
    onSuccess: async (made) => {
      setSecret(made.secret);
      form.resetFields();
      await client.invalidateQueries({ queryKey: ["api-keys"] });
    },
  });
  const form = useServerForm<ApiKeyIn>(create.error);
  const missing = (field: string) => [{ required: true, message: t("field.missing", { field }) }];
  const scopes = SCOPES.map((value) => ({ value, label: word("key_scope", value) }));
  return (
    <>
      {secret !== null && (
        <Alert
          type="success"
          showIcon
          closable={{ onClose: () => setSecret(null), "aria-label": t("action.close") }}
          title={t("key.secret", { secret })}
          description={t("key.secret_hint")}
        />
      )}
      <Form className="card wide-card" form={form} layout="vertical" requiredMark={false} initialValues={{ scopes: scopes.map(({ value }) => value) }} onFinish={(body) => create.mutate(body)}>
        <div className="form-pair">
          <Form.Item name="name" label={t("key.name")} rules={missing(t("key.name"))}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="source" label={t("key.source")} rules={missing(t("key.source"))}>
            <Input maxLength={60} />
          </Form.Item>
        </div>
        <Form.Item name="scopes" label={t("key.scopes")} rules={someOf(t("key.scopes"))}>
          <Checkbox.Group options={scopes} />
        </Form.Item>
        <ProblemAlert error={create.error} shownFields={["name", "source", "scopes"]} />
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("key.add")}
          </Button>
        </div>
      </Form>
    </>
  );
}

function Key({ apiKey: key }: { apiKey: ApiKeyOut }) {
  const { now } = useNow();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeKey(key.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });
  const used = key.last_used_at === null ? t("key.never") : t("key.used", { stamp: shortStamp(key.last_used_at, now) });
  return (
    <>
      <strong>{key.name}</strong> <span className="meta">{t("key.begins", { hint: key.hint })}</span>{" "}
      {key.revoked_at === null ? (
        <Button size="small" danger aria-label={t("account.step_of", { step: t("key.revoke"), name: key.name })} loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t("key.revoke")}
        </Button>
      ) : (
        <Tag tone="grey" icon="stop">
          {t("key.revoked", { stamp: shortStamp(key.revoked_at, now) })}
        </Tag>
      )}
      <div className="meta">{[key.source, ...key.scopes.map((scope) => word("key_scope", scope)), used].join(t("list.dot"))}</div>
      <ProblemAlert error={revoke.error} />
    </>
  );
}
