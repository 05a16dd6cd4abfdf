/** The petitioner's inbox: what was told about this petition, fetched when asked for. */
import { useSignal } from "@preact/signals";
import { momentText } from "../../../shared/dates";
import { t } from "../../../shared/text";
import type { Notice } from "../../../shared/types";
import { Icon } from "../icons";
import { findNotices, lookupFailure } from "../lookup";

const LINK = /(https?:\/\/\S+|\/rate\/\S+)/;

export function NoticeList() {
  const notices = useSignal<Notice[] | null>(null);
  const failure = useSignal("");
  const isOpen = useSignal(false);
  const toggle = async () => {
    isOpen.value = !isOpen.value;
    if (!isOpen.value) return;
    failure.value = "";
    try {
      notices.value = await findNotices();
    } catch (problem) {
      failure.value = lookupFailure(problem);
    }
  };
  return (
    <section class="notices">
      <button type="button" class="button" aria-expanded={isOpen.value} onClick={() => void toggle()}>
        <Icon name="inbox" />
        {t("notices.title")}
      </button>
      {isOpen.value && failure.value && (
        <p class="failure" role="alert">
          <Icon name="info" />
          <span>{failure.value}</span>
        </p>
      )}
      {isOpen.value && notices.value && <Notices notices={notices.value} />}
    </section>
  );
}

function Notices({ notices }: { notices: Notice[] }) {
  if (notices.length === 0) return <p class="notices-empty">{t("notices.empty")}</p>;
  return (
    <ol aria-label={t("notices.title")}>
      {notices.map((notice) => (
        <li key={notice.id}>
          <p>
            <NoticeText text={notice.text} />
          </p>
          <time dateTime={notice.happened_at}>{momentText(notice.happened_at)}</time>
          {!notice.read_at && <b class="notice-new">{t("notices.new")}</b>}
        </li>
      ))}
    </ol>
  );
}

/** The words of a notice, with the link to rate in it as a link in words. */
function NoticeText({ text }: { text: string }) {
  return (
    <>
      {text.split(LINK).map((part, index) =>
        index % 2 ? (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer">
            {t("notices.rate")}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}
