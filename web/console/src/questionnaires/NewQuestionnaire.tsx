import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Form, Input } from "antd";
import { useNavigate } from "react-router";

import { createQuestionnaire } from "../api/questionnaires";
import { CitationSelect } from "../petitions/CitationSelect";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useToast } from "../ui/Toast";
import { useServerForm } from "../ui/useForm";

interface Fields {
  title: string;
  topics: string;
  introduction?: string;
  policy_ids?: string[];
  closes_on?: string;
}

const NAMES = ["title", "topics", "introduction", "policy_ids", "closes_on"];

/** Asks for a questionnaire: what it is called, which topics, about which policies, until when. */
export function NewQuestionnaire({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Drawer title={t("questionnaire.new")} open={isOpen} onClose={onClose} size={480} destroyOnHidden>
      <QuestionnaireForm onClose={onClose} />
    </Drawer>
  );
}

function QuestionnaireForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const create = useMutation({
    mutationFn: (fields: Fields) =>
      createQuestionnaire({
        title: fields.title,
        topics: fields.topics.split("\n").map((topic) => topic.trim()).filter((topic) => topic !== ""),
        introduction: fields.introduction ?? "",
        policy_ids: fields.policy_ids ?? [],
        closes_on: fields.closes_on || null,
      }),
    onSuccess: async (made) => {
      say(t("questionnaire.made"));
      await client.invalidateQueries({ queryKey: ["questionnaires"] });
      void navigate(`/questionnaires/${encodeURIComponent(made.id)}`);
    },
  });
  const form = useServerForm<Fields>(create.error);
  const required = (label: string) => [{ required: true, whitespace: true, message: t("field.missing", { field: label }) }];
  const optional = (label: string) => t("field.optional", { field: label });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => create.mutate(fields)}>
      <Form.Item name="title" label={t("questionnaire.title")} rules={required(t("questionnaire.title"))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="topics" label={t("questionnaire.topics")} extra={t("questionnaire.topics_hint")} rules={required(t("questionnaire.topics"))}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
      <Form.Item name="introduction" label={optional(t("questionnaire.introduction"))}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={1_000} />
      </Form.Item>
      <Form.Item name="policy_ids" label={optional(t("questionnaire.policies"))}>
        <CitationSelect />
      </Form.Item>
      <Form.Item name="closes_on" label={optional(t("questionnaire.closes_on"))}>
        <Input type="date" />
      </Form.Item>
      <ProblemAlert error={create.error} shownFields={NAMES} />
      <div className="form-actions">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("questionnaire.open")}
        </Button>
      </div>
    </Form>
  );
}
