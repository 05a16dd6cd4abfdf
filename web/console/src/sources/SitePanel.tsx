import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from "antd";

import { changeSource, createSource } from "../api/sources";
import type { SourceSite, SourceSiteIn, SourceSiteList } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { choices, t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface Fields extends Omit<SourceSiteIn, "rules_off"> {
  rules_off: string;
}

interface SitePanelProps {
  site: SourceSite | null;
  owners: SourceSiteList["owners"];
  onClose: () => void;
}

const SHOWN = ["name", "url", "level", "kind", "owner_id", "owner_department", "check_every_days", "rules_off"];

/** A site as a curator keeps it; without one, a new site. */
export function SitePanel({ site, owners, onClose }: SitePanelProps) {
  const client = useQueryClient();
  const say = useToast();
  const departments = useDepartmentChoices();
  const save = useMutation({
    mutationFn: (fields: Fields) => {
      const body: SourceSiteIn = {
        ...fields,
        owner_id: fields.owner_id ?? null,
        owner_department: fields.owner_department ?? null,
        rules_off: fields.rules_off.split(/[\s,，、]+/).filter((rule) => rule !== ""),
      };
      return site === null ? createSource(body) : changeSource(site.id, { ...body, lock: site.lock });
    },
    onSuccess: async (_, { name }) => {
      say(t("sources.saved", { name }));
      onClose();
      await client.invalidateQueries({ queryKey: ["sources"] });
    },
  });
  const form = useServerForm<Fields>(save.error);
  const initial: Fields = site
    ? { ...site, rules_off: site.rules_off.join(" ") }
    : { name: "", url: "", level: "city", kind: "department", check_every_days: 1, is_active: true, rules_off: "" };
  const missing = (message: string) => [{ required: true, whitespace: true, message }];
  return (
    <Drawer title={site === null ? t("sources.add") : t("sources.edit_title")} open onClose={onClose} size={480}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="name" label={t("sources.field.name")} rules={missing(t("sources.name_missing"))}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="url" label={t("sources.field.url")} rules={missing(t("sources.url_missing"))}>
          <Input maxLength={500} />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="level" label={t("sources.field.level")}>
            <Select options={choices("site_level")} />
          </Form.Item>
          <Form.Item name="kind" label={t("sources.field.kind")}>
            <Select options={choices("site_kind")} />
          </Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="owner_id" label={t("sources.field.owner")}>
            <Select allowClear showSearch={{ optionFilterProp: "label" }} options={owners.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <Form.Item name="owner_department" label={t("sources.field.department")}>
            <Select allowClear options={departments} />
          </Form.Item>
        </div>
        <Form.Item name="check_every_days" label={t("sources.field.every")} extra={t("sources.every_hint")}>
          <InputNumber min={1} max={366} />
        </Form.Item>
        <Form.Item name="rules_off" label={t("sources.field.rules_off")} extra={t("sources.rules_hint")}>
          <Input />
        </Form.Item>
        <Form.Item name="is_active" valuePropName="checked">
          <Checkbox>{t("sources.field.active")}</Checkbox>
        </Form.Item>
        <ProblemAlert error={save.error} shownFields={SHOWN} />
        <div className="form-actions">
          <Button onClick={onClose}>{t("action.back")}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("action.save")}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}
