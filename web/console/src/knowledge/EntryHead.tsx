import { AuditOutlined, CalendarOutlined, DiffOutlined, HistoryOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import { reviewEntry } from "../api/knowledge";
import type { EntryDetail } from "../api/types";
import { type Offer, offersFor, type ReviewStep } from "../rules/review";
import { editsKnowledge, reviewsKnowledge } from "../session/permissions";
import { useMe } from "../session/session";
import { t, word } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { ValidityBadge } from "../ui/ValidityBadge";
import { ChangesPanel } from "./ChangesPanel";
import { NoticePanel } from "./NoticePanel";
import { ReasonPanel } from "./ReasonPanel";
import { entryKey, keepEntry } from "./refresh";
import { SupersedePanel } from "./SupersedePanel";
import { VersionsPanel } from "./VersionsPanel";

type Panel = "versions" | "changes" | "window" | ReviewStep | null;
const PRIMARY: readonly ReviewStep[] = ["submit", "approve"];
const pathOf = ({ document: { document_id: id, version } }: EntryDetail) => `/knowledge/${encodeURIComponent(id)}/${version}`;
const DIRECT = new Set<ReviewStep>(PRIMARY);

function noteOf(entry: EntryDetail): string {
  const { document: text } = entry;
  if (entry.status_reason !== null && entry.status_reason !== "") {
    return t("entry.status_reason", { reason: entry.status_reason });
  }
  if (text.superseded_by_title !== null) return t("entry.superseded_by", { title: text.superseded_by_title });
  if (text.status !== "draft" && text.status !== "in_review") return "";
  if (text.live_version === null) return t("entry.first_version");
  return t("entry.live_version", { version: text.live_version });
}

function useStep(entry: EntryDetail) {
  const client = useQueryClient();
  const say = useToast();
  const key = { id: entry.document.document_id, version: entry.document.version };
  return useMutation({
    mutationFn: (step: "submit" | "approve") => reviewEntry(key, step, { lock: entry.lock, reason: "" }),
    onSuccess: async (answered, step) => {
      say(word("review.done", step));
      await keepEntry(client, answered);
    },
    onError: () => client.invalidateQueries({ queryKey: entryKey(key.id, key.version) }),
  });
}

/** Title, standing and the steps that can be taken now. */
export function EntryHead({ entry }: { entry: EntryDetail }) {
  const me = useMe();
  const isPhone = useIsPhone();
  const { today } = useNow();
  const [panel, setPanel] = useState<Panel>(null);
  const step = useStep(entry);
  const navigate = useNavigate();
  const { document: text } = entry;
  const offers = offersFor(entry, { edits: editsKnowledge(me), reviews: reviewsKnowledge(me) });
  const take = (wanted: ReviewStep) =>
    DIRECT.has(wanted) ? step.mutate(wanted as "submit" | "approve") : setPanel(wanted);
  const close = () => setPanel(null);
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <ValidityBadge version={text} today={today} />
        <Tag>{t("knowledge.version", { version: text.version })}</Tag>
        <span className="meta head-note">{noteOf(entry)}</span>
        {isPhone ? (
          <span className="meta">{t("state.open_on_computer")}</span>
        ) : (
          <div className="page-actions">
            {text.status === "in_review" && (
              <Button icon={<AuditOutlined aria-hidden />} onClick={() => void navigate(`${pathOf(entry)}/review`)}>
                {t("review.open")}
              </Button>
            )}
            {text.kind === "notice" && entry.allowed.includes("edit") && (
              <Button icon={<CalendarOutlined aria-hidden />} onClick={() => setPanel("window")}>
                {t("window.title")}
              </Button>
            )}
            {text.version > 1 && (
              <Button icon={<DiffOutlined aria-hidden />} onClick={() => setPanel("changes")}>
                {t("changes.open")}
              </Button>
            )}
            <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setPanel("versions")}>
              {t("versions.title")}
            </Button>
            {offers.map((offer) => (
              <StepButton
                key={offer.step}
                offer={offer}
                isBusy={step.isPending && step.variables === offer.step}
                onTake={() => take(offer.step)}
              />
            ))}
          </div>
        )}
      </div>
      <ProblemAlert error={step.error} />
      <ChangesPanel entry={entry} open={panel === "changes"} onClose={close} />
      <NoticePanel entry={entry} open={panel === "window"} onClose={close} />
      <VersionsPanel entry={entry} open={panel === "versions"} onClose={close} />
      <ReasonPanel entry={entry} step={panel === "reject" || panel === "withdraw" || panel === "roll_back" ? panel : null} onClose={close} />
      <SupersedePanel entry={entry} open={panel === "supersede"} onClose={close} />
    </>
  );
}

function StepButton({ offer, isBusy, onTake }: { offer: Offer; isBusy: boolean; onTake: () => void }) {
  const label = word("review.step", offer.step);
  return (
    <Button
      type={PRIMARY.includes(offer.step) ? "primary" : "default"}
      danger={offer.step === "withdraw"}
      disabled={!offer.enabled}
      loading={isBusy}
      onClick={onTake}
    >
      {offer.enabled ? label : t("review.disabled", { label, reason: offer.reason })}
    </Button>
  );
}
