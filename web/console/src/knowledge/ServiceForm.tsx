import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, InputNumber, Select } from "antd";

import type { ServiceItemIn } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { missingOfService } from "../rules/service";
import { choices, t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useServerForm } from "../ui/useForm";
import type { Kept } from "../ui/useKept";

type Limit = ServiceItemIn["statutory_limit"];

/** The form's fields: lists are written one per line. */
export interface ServiceFields
  extends Omit<ServiceItemIn, "legal_basis" | "eligibility" | "windows" | "steps" | "lock" | "required_materials"> {
  legal_basis: string;
  eligibility: string;
  windows: string;
  steps: string;
  required_materials: NonNullable<ServiceItemIn["required_materials"]>;
}

const lines = (text: string | undefined) => (text ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
const limitOf = (limit: Partial<NonNullable<Limit>> | null | undefined): Limit =>
  limit?.days === undefined || limit.days === null ? null : { days: limit.days, unit: limit.unit ?? "working_day" };

/** What is sent for the form's fields. */
export const serviceOf = (fields: ServiceFields, lock: number | null): ServiceItemIn => ({
  ...fields,
  legal_basis: lines(fields.legal_basis),
  eligibility: lines(fields.eligibility),
  windows: lines(fields.windows),
  steps: lines(fields.steps),
  required_materials: (fields.required_materials ?? []).map((material) => ({
    name: material.name,
    source_channel: material.source_channel || null,
    original_or_copy: material.original_or_copy || null,
    copies: material.copies ?? null,
    electronic_accepted: material.electronic_accepted ?? null,
    exempt: material.exempt ?? false,
  })),
  statutory_limit: limitOf(fields.statutory_limit),
  committed_limit: limitOf(fields.committed_limit),
  fee: fields.fee ?? "",
  online_url: fields.online_url || null,
  consult_phone: fields.consult_phone || null,
  complaint_phone: fields.complaint_phone || null,
  onsite_visits: fields.onsite_visits ?? null,
  department_code: fields.department_code ?? null,
  lock,
});

interface ServiceFormProps {
  kept: Kept<ServiceFields>;
  error: unknown;
  isBusy: boolean;
  isReadOnly: boolean;
  onSave: (fields: ServiceFields) => void;
}

const TEXTS = ["title", "item_code", "item_type", "implementing_body"] as const;
const LISTS = ["legal_basis", "eligibility", "steps", "windows"] as const;
const CONTACTS = ["fee", "online_url", "consult_phone", "complaint_phone"] as const;
const label = (name: string) => word("service", name);

/** A service guide: what it is, who may apply, with which materials, in which time, and where. */
export function ServiceForm({ kept, error, isBusy, isReadOnly, onSave }: ServiceFormProps) {
  const form = useServerForm<ServiceFields>(error);
  const departments = useDepartmentChoices();
  const values = (Form.useWatch([], form) as Partial<ServiceFields> | undefined) ?? kept.initial;
  const open = missingOfService(values).map(label);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={kept.initial}
      disabled={isReadOnly}
      onValuesChange={(_, all: object) => kept.keep(all)}
      onFinish={onSave}
    >
      {TEXTS.map((name) => (
        <Form.Item key={name} name={name} label={label(name)} rules={[{ required: true, whitespace: true, message: t("service.missing", { field: label(name) }) }]}>
          <Input maxLength={200} />
        </Form.Item>
      ))}
      {LISTS.map((name) => (
        <Form.Item key={name} name={name} label={label(name)} extra={t("service.one_per_line")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
      ))}
      <Materials />
      <div className="form-pair">
        <LimitField name="statutory_limit" />
        <LimitField name="committed_limit" />
      </div>
      <div className="form-pair">
        {CONTACTS.map((name) => (
          <Form.Item key={name} name={name} label={label(name)}>
            <Input maxLength={500} />
          </Form.Item>
        ))}
        <Form.Item name="onsite_visits" label={label("onsite_visits")}>
          <InputNumber min={0} max={50} precision={0} />
        </Form.Item>
        <Form.Item name="department_code" label={t("fact.department_code")}>
          <Select options={departments} allowClear placeholder={t("petition.choose_department")} />
        </Form.Item>
      </div>
      {!isReadOnly && (
        <div className="form-foot">
          <p className="meta" role="status">
            {open.length === 0 ? t("service.complete") : t("service.still_missing", { count: open.length, fields: open.join(t("list.separator")) })}
          </p>
          <ProblemAlert error={error} shownFields={[...TEXTS, ...CONTACTS]} />
          <div className="form-actions">
            <Button type="primary" htmlType="submit" loading={isBusy}>
              {t("action.save_draft")}
            </Button>
          </div>
        </div>
      )}
    </Form>
  );
}

function LimitField({ name }: { name: "statutory_limit" | "committed_limit" }) {
  return (
    <Form.Item label={label(name)} htmlFor={`${name}_days`}>
      <div className="limit-field" role="group" aria-label={label(name)}>
        <Form.Item name={[name, "days"]} noStyle>
          <InputNumber min={0} max={3660} precision={0} />
        </Form.Item>
        <Form.Item name={[name, "unit"]} initialValue="working_day" noStyle>
          <Select options={choices("limit_unit")} aria-label={t("service.unit_of", { field: label(name) })} placeholder={t("service.unit")} />
        </Form.Item>
      </div>
    </Form.Item>
  );
}

function Materials() {
  return (
    <Form.List name="required_materials">
      {(fields, { add, remove }) => (
        <fieldset className="materials">
          <legend>{label("required_materials")}</legend>
          {fields.map(({ key, name }, place) => (
            <div key={key} className="material">
              <Form.Item name={[name, "name"]} label={t("service.material", { number: place + 1 })} rules={[{ required: true, whitespace: true, message: t("service.material_missing") }]}>
                <Input maxLength={300} />
              </Form.Item>
              <Form.Item name={[name, "original_or_copy"]} label={t("service.original_or_copy")}>
                <Input maxLength={50} />
              </Form.Item>
              <Form.Item name={[name, "copies"]} label={t("service.copies")}>
                <InputNumber min={0} max={100} precision={0} />
              </Form.Item>
              <Form.Item name={[name, "source_channel"]} label={t("service.source_channel")}>
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item name={[name, "electronic_accepted"]} valuePropName="checked">
                <Checkbox>{t("service.electronic_accepted")}</Checkbox>
              </Form.Item>
              <Form.Item name={[name, "exempt"]} valuePropName="checked">
                <Checkbox>{t("service.exempt")}</Checkbox>
              </Form.Item>
              <Button icon={<DeleteOutlined aria-hidden />} aria-label={t("service.remove_material", { number: place + 1 })} onClick={() => remove(name)} />
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({ exempt: false })}>
            {t("service.add_material")}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}
