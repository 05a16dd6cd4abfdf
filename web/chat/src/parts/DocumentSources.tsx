/** Where a document comes from, and what belongs to it: original file, web page, attachments, a copy on paper. */
import { t } from "../../../shared/text";
import type { PolicyDocument } from "../../../shared/types";
import { Icon, type IconName } from "../icons";

export function DocumentSources({ document }: { document: PolicyDocument }) {
  const { original_url: original, source_url: source, attachments } = document;
  return (
    <section class="sources" aria-label={t("document.original")}>
      {attachments.length > 0 && <h3>{t("document.attachments")}</h3>}
      {attachments.map(({ name, url }) =>
        url && isWeb(url) ? <SourceLink key={name} icon="clip" url={url} text={name} isWeb /> : <p key={name}>{name}</p>,
      )}
      <h3>{t("document.original")}</h3>
      {original && <SourceLink icon="download" url={original} text={t("document.download")} />}
      {source && isWeb(source) && <SourceLink icon="external" url={source} text={t("document.source")} isWeb />}
      <button type="button" class="link-button" onClick={() => window.print()}>
        <Icon name="print" />
        {t("document.print")}
      </button>
    </section>
  );
}

function SourceLink({ icon, url, text, isWeb = false }: { icon: IconName; url: string; text: string; isWeb?: boolean }) {
  return (
    <a class="link-button" href={url} target={isWeb ? "_blank" : undefined} rel={isWeb ? "noopener" : undefined}>
      <Icon name={icon} />
      {text}
    </a>
  );
}

function isWeb(url: string): boolean {
  return /^https?:\/\//.test(url);
}
