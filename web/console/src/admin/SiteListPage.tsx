import { PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Form, Input } from "antd";
import { useState } from "react";

import { addSite, changeSite, listSites } from "../api/admin";
import type { WidgetSiteOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useServerForm } from "../ui/useForm";

/** Sites that show the chat page: which hosts may, and the two lines their integrator needs. */
export function SiteListPage() {
  useTitle(t("nav.sites"));
  const [open, setOpen] = useState<WidgetSiteOut | "new" | null>(null);
  const sites = useQuery({ queryKey: ["widget-sites"], queryFn: listSites });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.sites")}</h1>
        <span className="meta">{t("site.hint")}</span>
        <div className="page-actions">
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen("new")}>
            {t("site.add")}
          </Button>
        </div>
      </div>
      <ProblemAlert error={sites.error} onRetry={() => void sites.refetch()} />
      {sites.isPending && <Skeleton />}
      {sites.data?.length === 0 && <p className="empty">{t("site.none")}</p>}
      <ul className="order-list">
        {(sites.data ?? []).map((site) => (
          <li key={site.id} className="card site">
            <div>
              <strong>{site.name}</strong> <span className="meta">{site.id}</span>{" "}
              <Tag tone={site.is_active ? "green" : "grey"} icon={site.is_active ? "check" : "stop"}>
                {t(site.is_active ? "site.active" : "site.inactive")}
              </Tag>{" "}
              <Button size="small" aria-label={t("account.step_of", { step: t("action.change"), name: site.name })} onClick={() => setOpen(site)}>
                {t("action.change")}
              </Button>
            </div>
            <div className="meta">{site.origins.join(t("list.separator"))}</div>
            <pre tabIndex={0} aria-label={t("site.snippet")}>{site.snippet}</pre>
            <pre tabIndex={0} aria-label={t("site.csp")}>{site.csp}</pre>
            <a href={site.link} target="_blank" rel="noreferrer">
              {t("site.link")}
            </a>
          </li>
        ))}
      </ul>
      <Drawer title={t(open === "new" ? "site.add" : "site.change")} open={open !== null} size={460} destroyOnHidden onClose={() => setOpen(null)}>
        {open !== null && <SiteForm site={open === "new" ? null : open} onDone={() => setOpen(null)} />}
      </Drawer>
    </div>
  );
}

interface Fields {
  id: string;
  name: string;
  theme_color: string;
  origins: string;
  is_active: boolean;
}

function SiteForm({ site, onDone }: { site: WidgetSiteOut | null; onDone: () => void }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: ({ origins, ...fields }: Fields) => {
      const body = { ...fields, origins: origins.split(/\s+/).filter((origin) => origin !== "") };
      return site === null ? addSite(body) : changeSite(site.id, { ...body, lock: site.lock });
    },
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: ["widget-sites"] });
    },
  });
  const form = useServerForm<Fields>(save.error);
  const initial = { theme_color: "#0b4fa8", is_active: true, ...site, origins: site?.origins.join("\n") ?? "" };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => save.mutate(fields)}>
      {site === null && (
        <Form.Item name="id" label={t("site.id")} extra={t("site.id_hint")}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t("site.name")}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="theme_color" label={t("site.color")}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="origins" label={t("site.origins")} extra={t("site.origins_hint")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Form.Item name="is_active" valuePropName="checked">
        <Checkbox>{t("site.active")}</Checkbox>
      </Form.Item>
      <ProblemAlert error={save.error} shownFields={["id", "name", "theme_color", "origins"]} />
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("action.save")}
        </Button>
      </div>
    </Form>
  );
}
