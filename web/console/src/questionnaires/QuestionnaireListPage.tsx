import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { listQuestionnaires } from "../api/questionnaires";
import type { QuestionnaireOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { exportsReports } from "../session/permissions";
import { useMe } from "../session/session";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { PAGE_SIZE } from "../ui/useFilters";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { ClosingTag } from "./ClosingTag";
import { NewQuestionnaire } from "./NewQuestionnaire";

const pathOf = ({ id }: QuestionnaireOut) => `/questionnaires/${encodeURIComponent(id)}`;

/** What enterprises are asked about policies: every questionnaire, and how to open one. */
export function QuestionnaireListPage() {
  useTitle(t("nav.questionnaires"));
  const me = useMe();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const { now, today } = useNow();
  const [asking, setAsking] = useState(false);
  const list = useQuery({ queryKey: ["questionnaires"], queryFn: listQuestionnaires });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.questionnaires")}</h1>
        <span className="meta">{t("questionnaire.hint")}</span>
        {exportsReports(me) && !isPhone && (
          <div className="page-actions">
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAsking(true)}>
              {t("questionnaire.new")}
            </Button>
          </div>
        )}
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<QuestionnaireOut>
        className="sheet"
        size="small"
        rowKey="id"
        loading={list.isPending}
        dataSource={list.data ?? []}
        locale={{ emptyText: <span className="empty">{t(list.isPending ? "state.loading" : "questionnaire.empty")}</span> }}
        onRow={(row) => ({ onClick: () => void navigate(pathOf(row)) })}
        columns={[
          {
            title: t("questionnaire.title"),
            key: "title",
            render: (_, row) => (
              <>
                <Link className="row-title" to={pathOf(row)}>
                  {row.title}
                </Link>
                <div className="meta">{row.topics.join(t("list.separator"))}</div>
              </>
            ),
          },
          { title: t("petition.state"), key: "state", width: 216, responsive: ["sm"], render: (_, row) => <ClosingTag closesOn={row.closes_on} today={today} /> },
          { title: t("questionnaire.created"), key: "created", width: 120, responsive: ["md"], render: (_, row) => shortStamp(row.created_at, now) },
        ]}
        pagination={{ pageSize: PAGE_SIZE, showSizeChanger: false, hideOnSinglePage: true }}
      />
      <NewQuestionnaire isOpen={asking} onClose={() => setAsking(false)} />
    </div>
  );
}
