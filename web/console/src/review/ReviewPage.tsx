import { FileTextOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { readEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { entryKey } from "../knowledge/refresh";
import { longDay } from "../rules/dates";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useNow } from "../ui/useNow";
import { CommentsPane } from "./CommentsPane";
import { DiffPane } from "./DiffPane";
import { GateBanner } from "./GateBanner";
import { GoldenPane } from "./GoldenPane";
import { ReviewBar } from "./ReviewBar";
import { useGoldenRun } from "./useGoldenRun";

/** Reviewing a version: what changes in the text beside what changes in the answers, and the decision. */
export function ReviewPage() {
  const { id = "", version: versionText = "1" } = useParams();
  const version = Number(versionText);
  const entry = useQuery({ queryKey: entryKey(id, version), queryFn: () => readEntry({ id, version }) });
  useTitle(entry.data?.document.title ?? "");
  if (entry.data === undefined) {
    return (
      <div className="page">
        <h1>{t("review.page")}</h1>
        {entry.isError ? <ProblemAlert error={entry.error} onRetry={() => void entry.refetch()} /> : <Skeleton />}
      </div>
    );
  }
  return <ReviewView key={`${id}.${version}`} entry={entry.data} />;
}

function headingOf({ document: { version, live_version: live } }: EntryDetail): string {
  return live === null || live === version
    ? t("review.heading_first", { version })
    : t("review.heading", { old: live, version });
}

function ReviewView({ entry }: { entry: EntryDetail }) {
  const navigate = useNavigate();
  const { today } = useNow();
  const golden = useGoldenRun(entry);
  const [shown, setShown] = useState<string | null>(null);
  const { document: text } = entry;
  const path = `/knowledge/${encodeURIComponent(text.document_id)}/${text.version}`;
  const from = text.effective_from;
  return (
    <div className="page work review">
      <div className="page-head">
        <h1>{headingOf(entry)}</h1>
        <span className="meta head-note">
          {[text.title, from !== null && from > today ? t("review.begins", { day: longDay(from) }) : "", t("review.not_author")]
            .filter(Boolean)
            .join(t("list.dot"))}
        </span>
        <div className="page-actions">
          <Button icon={<FileTextOutlined aria-hidden />} onClick={() => void navigate(path)}>
            {t("review.open_entry")}
          </Button>
        </div>
      </div>
      <GateBanner run={golden.run} onShow={setShown} />
      <div className="panes panes-review">
        <DiffPane entry={entry} />
        <GoldenPane golden={golden} shown={shown} />
        <CommentsPane entry={entry} />
      </div>
      <ReviewBar entry={entry} golden={golden} />
      {text.status !== "in_review" && (
        <p className="meta">
          {t("review.over")} <Link to={path}>{t("review.open_entry")}</Link>
        </p>
      )}
    </div>
  );
}
