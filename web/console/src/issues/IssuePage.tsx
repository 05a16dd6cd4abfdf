import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { ProblemError } from "../api/http";
import { readIssue } from "../api/issues";
import type { IssueOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t, word } from "../text";
import { Pane } from "../ui/Pane";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { useIsNarrow, useIsPhone } from "../ui/useMedia";
import { IssueContent } from "./IssueContent";
import { IssueHistory } from "./IssueHistory";
import { IssueStateTag } from "./IssueStateTag";
import { IssueStepForm } from "./IssueStepForm";
import { type IssueStep, issueStepsOf } from "./issues";

/** One hot issue: what happened, why it is one and who says so, and the step to take now. */
export function IssuePage() {
  const { id = "" } = useParams();
  const issue = useQuery({ queryKey: ["issue", id], queryFn: () => readIssue(id) });
  useTitle(issue.data?.title ?? t("nav.issues"));
  if (issue.data !== undefined) return <IssueView key={id} issue={issue.data} />;
  const isRefused = issue.error instanceof ProblemError && [403, 404].includes(issue.error.problem.status);
  return (
    <div className="page">
      {issue.isPending ? (
        <Skeleton />
      ) : (
        <>
          <h1>{t("issue.not_shown")}</h1>
          <ProblemAlert error={issue.error} {...(isRefused ? {} : { onRetry: () => void issue.refetch() })} />
          <Link to="/issues">{t("issue.back")}</Link>
        </>
      )}
    </div>
  );
}

function IssueView({ issue }: { issue: IssueOut }) {
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const [chosen, setChosen] = useState<IssueStep | null>(null);
  const steps = isPhone ? [] : issueStepsOf(issue.allowed);
  const step = chosen ?? (isNarrow ? null : (steps[0] ?? null));
  const title = step === null ? t("issue.no_step") : word("issue_step", step);
  const panel = step !== null && <IssueStepForm key={step} issue={issue} step={step} onDone={() => setChosen(null)} />;
  return (
    <div className="page work">
      <div className="page-head">
        <h1>{issue.title}</h1>
        <IssueStateTag state={issue.state} />
        {isPhone && <span className="meta">{t("state.open_on_computer")}</span>}
        <div className="page-actions no-print" role="group" aria-label={t("issue.steps")}>
          {steps.map((name) => (
            <Button key={name} aria-pressed={step === name} className={step === name ? "chosen" : ""} onClick={() => setChosen(name)}>
              {word("issue_step", name)}
            </Button>
          ))}
        </div>
      </div>
      <div className={isNarrow ? "panes panes-ticket-narrow" : "panes panes-ticket"}>
        <IssueHistory issue={issue} />
        <IssueContent issue={issue} />
        {!isNarrow && (
          <Pane title={title} className="pane-form">
            {panel || <p className="meta">{word("issue_waiting", issue.state)}</p>}
          </Pane>
        )}
      </div>
      {isNarrow && (
        <Drawer title={title} open={step !== null} size="92%" onClose={() => setChosen(null)}>
          {panel}
        </Drawer>
      )}
    </div>
  );
}
