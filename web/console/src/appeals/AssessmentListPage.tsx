import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { Link, useNavigate } from "react-router";

import { listAssessments } from "../api/appeals";
import type { AssessedOut } from "../api/types";
import { shortStamp } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";
import { WindowTag } from "./WindowTag";

const pathOf = (row: AssessedOut) => `/appeals/${encodeURIComponent(row.edition_id)}`;

/** Every released report that assesses departments, whether one may still appeal, and what waits for a ruling. */
export function AssessmentListPage() {
  useTitle(t("nav.appeals"));
  const { now } = useNow();
  const navigate = useNavigate();
  const list = useQuery({ queryKey: ["assessments"], queryFn: listAssessments });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.appeals")}</h1>
        <span className="meta">{t("appeal.hint")}</span>
      </div>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      <Table<AssessedOut>
        className="sheet"
        size="small"
        rowKey="edition_id"
        loading={list.isPending}
        dataSource={list.data ?? []}
        locale={{ emptyText: <span className="empty">{t(list.isPending ? "state.loading" : "appeal.empty")}</span> }}
        onRow={(row) => ({ onClick: () => void navigate(pathOf(row)) })}
        columns={[
          {
            title: t("appeal.report"),
            key: "title",
            render: (_, row) => (
              <>
                <Link className="row-title" to={pathOf(row)}>
                  {row.title}
                </Link>{" "}
                {row.number > 1 && <Tag>{t("report.edition", { number: row.number })}</Tag>}
              </>
            ),
          },
          { title: t("appeal.window"), key: "window", width: 224, responsive: ["sm"], render: (_, row) => <WindowTag {...row} /> },
          {
            title: t("appeal.count"),
            key: "count",
            width: 132,
            render: (_, row) => (
              <>
                {t("appeal.counted", { count: row.appeals })}{" "}
                {row.pending > 0 && (
                  <Tag tone="amber" icon="wait">
                    {t("appeal.pending_count", { count: row.pending })}
                  </Tag>
                )}
              </>
            ),
          },
          {
            title: t("appeal.released"),
            key: "released",
            width: 116,
            responsive: ["md"],
            render: (_, row) => (row.released_at === null ? t("state.dash") : shortStamp(row.released_at, now)),
          },
        ]}
        pagination={false}
      />
    </div>
  );
}
