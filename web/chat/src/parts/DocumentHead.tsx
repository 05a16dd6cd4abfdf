/** Who issued a document, under which number, from when until when, and whether it governs. */
import { fullDate } from "../../../shared/dates";
import { bracketed, t } from "../../../shared/text";
import type { PolicyDocument } from "../../../shared/types";
import { Icon } from "../icons";
import { today } from "../state";
import { documentValidity } from "../validity";
import { CloseButton } from "./PanelFrame";
import { ValidityBadge } from "./ValidityBadge";

export function DocumentHead({ document, isPanel }: { document: PolicyDocument; isPanel: boolean }) {
  const Title = isPanel ? "h2" : "h1";
  return (
    <div class="panel-head document-head">
      <p class="document-state">
        <ValidityBadge view={documentValidity(document, today.value)} />
        <span>{t("document.untouched")}</span>
      </p>
      <Title>{document.title}</Title>
      <dl class="facts">
        {factsOf(document).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Warning document={document} />
      {isPanel && <CloseButton />}
    </div>
  );
}

function factsOf(document: PolicyDocument): [string, string][] {
  const facts: [string, string | null][] = [
    [t("document.number"), document.document_number],
    [t("document.bodies"), document.issuing_bodies.join(t("list.comma")) || null],
    [t("document.from"), document.effective_from && fullDate(document.effective_from)],
    [t("document.to"), document.effective_to && fullDate(document.effective_to)],
    [t("document.version"), t("document.versionValue", { version: document.version })],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function Warning({ document }: { document: PolicyDocument }) {
  const text = warningText(document);
  const newer = newerAddress(document);
  if (!text && !newer) return null;
  return (
    <p class="document-warning">
      <Icon name="alert" />
      <span>
        {text} {newer && <a href={newer.url}>{newer.text}</a>}
      </span>
    </p>
  );
}

function warningText(document: PolicyDocument): string {
  switch (document.validity) {
    case "superseded":
      return document.superseded_by_title
        ? t("document.supersededBy", { title: bracketed(document.superseded_by_title) })
        : t("document.superseded");
    case "expired":
      return document.effective_to
        ? t("document.expiredOn", { date: fullDate(document.effective_to) })
        : t("document.expired");
    case "future":
      return document.effective_from ? t("document.future", { date: fullDate(document.effective_from) }) : "";
    case "withdrawn":
      return t("document.withdrawn");
    default:
      return "";
  }
}

function newerAddress(document: PolicyDocument): { url: string; text: string } | null {
  if (document.superseded_by) return { url: `/doc/${document.superseded_by}`, text: t("document.current") };
  const live = document.live_version;
  if (live === null || live <= document.version) return null;
  return { url: `/doc/${document.document_id}?v=${live}`, text: t("document.newer", { version: live }) };
}
