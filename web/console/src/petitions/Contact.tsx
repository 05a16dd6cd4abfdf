import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";

import { revealContact } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { revealsContacts } from "../session/permissions";
import { useMe } from "../session/session";
import { t } from "../text";
import { FieldError } from "../ui/FieldError";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useIsPhone } from "../ui/useMedia";
import { About } from "./About";

/** Contact data as the server masks it; whoever may, sees it whole after giving a reason, which is audited. */
export function Contact({ petition }: { petition: PetitionDetail }) {
  const me = useMe();
  const isPhone = useIsPhone();
  const [isAsking, setAsking] = useState(false);
  const reveal = useMutation({
    mutationFn: (reason: string) => revealContact(petition.number, reason),
    onSuccess: () => setAsking(false),
  });
  const shown = reveal.data ?? petition;
  const canAsk = revealsContacts(me) && !isPhone && reveal.data === undefined && petition.contact_phone !== "";
  return (
    <>
      <About term={t("petition.contact_name")}>{shown.contact_name || t("state.not_filled")}</About>
      <About term={t("petition.contact_phone")}>
        {shown.contact_phone || t("state.not_filled")}{" "}
        {canAsk && !isAsking && (
          <button type="button" className="link" onClick={() => setAsking(true)}>
            {t("reveal.open")}
          </button>
        )}
      </About>
      {isAsking && (
        <div className="about-wide">
          <dt>{t("reveal.title")}</dt>
          <dd>
            <RevealForm isBusy={reveal.isPending} error={reveal.error} onReveal={reveal.mutate} onCancel={() => setAsking(false)} />
          </dd>
        </div>
      )}
    </>
  );
}

interface RevealFormProps {
  isBusy: boolean;
  error: unknown;
  onReveal: (reason: string) => void;
  onCancel: () => void;
}

function RevealForm({ isBusy, error, onReveal, onCancel }: RevealFormProps) {
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const hintId = useId();
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim() === "");
    if (reason.trim() !== "") onReveal(reason.trim());
  };
  return (
    <form className="reveal" onSubmit={ask} onKeyDown={(event) => event.key === "Escape" && onCancel()}>
      <Input
        value={reason}
        maxLength={200}
        autoFocus
        aria-label={t("reveal.reason")}
        aria-describedby={hintId}
        placeholder={t("reveal.reason")}
        onChange={(event) => setReason(event.target.value)}
      />
      <span id={hintId} className="meta">
        {t("reveal.hint")}
      </span>
      {isMissing && <FieldError>{t("reveal.reason_missing")}</FieldError>}
      <ProblemAlert error={error} />
      <span className="fact-buttons">
        <Button size="small" type="primary" htmlType="submit" loading={isBusy}>
          {t("reveal.submit")}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </span>
    </form>
  );
}
