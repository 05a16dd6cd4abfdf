import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { Link } from "react-router";

import { readHistory } from "../api/history";
import type { EntryDetail } from "../api/types";
import { shortStamp } from "../rules/dates";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useNow } from "../ui/useNow";
import { ValidityBadge } from "../ui/ValidityBadge";

interface VersionsPanelProps {
  entry: EntryDetail;
  open: boolean;
  onClose: () => void;
}

/** All versions of an entry, newest first, and where it can be read as enterprises see it. */
export function VersionsPanel({ entry, open, onClose }: VersionsPanelProps) {
  const { now, today } = useNow();
  const { document: text } = entry;
  return (
    <Drawer title={t("versions.title")} open={open} onClose={onClose} size={440}>
      <ul className="versions">
        {entry.versions.map((row) => (
          <li key={row.version} aria-current={row.version === text.version ? "true" : undefined}>
            <Link to={`/knowledge/${encodeURIComponent(row.entry_id)}/${row.version}`} onClick={onClose}>
              {t("knowledge.version", { version: row.version })}
            </Link>
            <ValidityBadge version={row} today={today} />
            <span className="meta">{t("versions.updated", { stamp: shortStamp(row.updated_at, now) })}</span>
          </li>
        ))}
      </ul>
      <History id={text.document_id} open={open} />
      {text.live_version !== null && (
        <p>
          <a href={`/doc/${encodeURIComponent(text.document_id)}`}>{t("versions.public_page")}</a>
        </p>
      )}
      {text.source_url !== null && (
        <p className="meta">
          {t("versions.source")} <a href={text.source_url} rel="noreferrer">{text.source_url}</a>
        </p>
      )}
    </Drawer>
  );
}

/** Everything that was done to the entry, newest first: who, when, and why. */
function History({ id, open }: { id: string; open: boolean }) {
  const { now } = useNow();
  const history = useQuery({ queryKey: ["history", id], queryFn: () => readHistory(id), enabled: open });
  return (
    <>
      <h3 className="try-steps">{t("versions.history")}</h3>
      <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />
      <ol className="comment-list">
        {history.data?.rows.map((deed, number) => (
          <li key={number}>
            <strong>{deed.label}</strong>{" "}
            <span className="meta">
              {[t("knowledge.version", { version: deed.version }), deed.actor_name, shortStamp(deed.at, now)].join(t("list.dot"))}
            </span>
            {deed.reason !== null && deed.reason !== "" && <p>{deed.reason}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}
