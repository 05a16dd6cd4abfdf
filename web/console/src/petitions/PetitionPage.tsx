import { PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Select } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { ProblemError } from "../api/http";
import { readPetition } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { deadline } from "../rules/dates";
import { type Step, stepsOf } from "../rules/steps";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { AlertBars, SlaTag } from "../ui/SlaTag";
import { Tag } from "../ui/Tag";
import { useIsNarrow, useIsPhone } from "../ui/useMedia";
import { useNow } from "../ui/useNow";
import { ContentPane } from "./ContentPane";
import { StepPanel } from "./StepPanel";
import { TimelinePane } from "./TimelinePane";

/** One petition: what happened, what was asked, and the step to take now. */
export function PetitionPage() {
  const { number = "" } = useParams();
  const petition = useQuery({ queryKey: ["petition", number], queryFn: () => readPetition(number) });
  useTitle(number);
  if (petition.isPending) {
    return (
      <div className="page">
        <Skeleton />
      </div>
    );
  }
  if (petition.data === undefined) {
    const isRefused = petition.error instanceof ProblemError && [403, 404].includes(petition.error.problem.status);
    return (
      <div className="page">
        <h1>{t(isRefused ? "petition.not_yours" : "petition.not_shown")}</h1>
        {isRefused && <p>{t("petition.not_yours_hint")}</p>}
        <ProblemAlert error={petition.error} onRetry={() => void petition.refetch()} />
        <Link to="/petitions">{t("petition.back")}</Link>
      </div>
    );
  }
  return <PetitionView key={number} petition={petition.data} />;
}

function PetitionView({ petition }: { petition: PetitionDetail }) {
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const [chosen, setChosen] = useState<Step | null>(null);
  const steps = isPhone ? [] : stepsOf(petition.allowed);
  const step = chosen ?? (isNarrow ? null : (steps[0] ?? null));
  const panel = step !== null && <StepPanel key={step} petition={petition} step={step} onDone={() => setChosen(null)} />;
  return (
    <div className="page work">
      <Head petition={petition} steps={steps} current={step} onStep={setChosen} />
      <DueBanner petition={petition} />
      <div className={isNarrow ? "panes panes-ticket-narrow" : "panes panes-ticket"}>
        <TimelinePane petition={petition} />
        <ContentPane petition={petition} />
        {!isNarrow && (
          <Pane title={step === null ? t("step.none_title") : word("step.title", step)} className="pane-form">
            {panel || <p className="meta">{word("step.waiting", petition.state)}</p>}
          </Pane>
        )}
      </div>
      {isNarrow && (
        <Drawer title={step === null ? "" : word("step.title", step)} open={step !== null} size="92%" onClose={() => setChosen(null)}>
          {panel}
        </Drawer>
      )}
    </div>
  );
}

const SHOWN_STEPS = 3;

interface HeadProps {
  petition: PetitionDetail;
  steps: readonly Step[];
  current: Step | null;
  onStep: (step: Step) => void;
}

function Head({ petition, steps, current, onStep }: HeadProps) {
  const { now } = useNow();
  const isPhone = useIsPhone();
  return (
    <div className="page-head">
      <h1>{petition.title}</h1>
      <SlaTag petition={petition} now={now} />
      <Tag>{word("state.petition", petition.state)}</Tag>
      <Tag>{word("nature", petition.nature)}</Tag>
      {petition.urgency !== "normal" && <Tag tone="amber" icon="warning">{word("urgency", petition.urgency)}</Tag>}
      {isPhone && <span className="meta">{t("state.open_on_computer")}</span>}
      <div className="page-actions no-print" role="group" aria-label={t("step.group")}>
        {steps.slice(0, SHOWN_STEPS).map((step) => (
          <Button key={step} aria-pressed={current === step} className={current === step ? "chosen" : ""} onClick={() => onStep(step)}>
            {word("step", step)}
          </Button>
        ))}
        {steps.length > SHOWN_STEPS && (
          <Select<Step>
            className="more-steps"
            aria-label={t("step.more")}
            value={current !== null && steps.indexOf(current) >= SHOWN_STEPS ? current : null}
            placeholder={t("step.more")}
            options={steps.slice(SHOWN_STEPS).map((step) => ({ value: step, label: word("step", step) }))}
            popupMatchSelectWidth={false}
            onChange={onStep}
          />
        )}
        {!isPhone && (
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t("action.print")}
          </Button>
        )}
      </div>
    </div>
  );
}

function DueBanner({ petition }: { petition: PetitionDetail }) {
  const { alert, due_at: due, why_text: why, state } = petition;
  if (due === null || state === "closed" || state === "answered") return null;
  const when = deadline(due);
  return (
    <div className={alert === "none" ? "banner" : `banner banner-${alert}`}>
      {alert !== "none" && <AlertBars level={alert} />}
      <strong>{t(alert === "none" ? "petition.due_by" : "petition.overdue_since", { deadline: when })}</strong>
      {petition.provisional && <span>{t("petition.provisional")}</span>}
      {why !== null && (
        <details className="banner-why">
          <summary>{t("petition.why")}</summary>
          <span>{why}</span>
        </details>
      )}
    </div>
  );
}
