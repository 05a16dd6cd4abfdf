/** The notice that is asked about: its picture or kind, how far it is read, what it is, and taking it away again. */
import { useRef } from "preact/hooks";
import { bracketed, t } from "../../../shared/text";
import { Icon } from "../icons";
import { openPetition } from "../panels";
import { ACCEPTED, notice, releaseFile, removeFile, takeFile, type AttachedFile } from "../notice";

export function AttachButton() {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button attach-file"
        aria-label={t("notice.attach")}
        title={t("notice.attach")}
        onClick={() => picker.current?.click()}
      >
        <Icon name="clip" size={22} />
      </button>
      <input
        ref={picker}
        type="file"
        accept={`image/*,${ACCEPTED}`}
        hidden
        tabIndex={-1}
        aria-label={t("notice.attach")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void takeFile(file);
        }}
      />
    </>
  );
}

export function AttachedNotice() {
  const attached = notice.value;
  if (!attached) return null;
  return (
    <div class={`attached attached-${attached.state}`} role="group" aria-label={t("notice.label")}>
      {attached.picture ? <img src={attached.picture} alt="" onError={dropPicture} /> : <Icon name="file" size={28} />}
      <p>
        <b>{attached.file.name}</b>
        <span role={attached.state === "failed" ? "alert" : undefined}>{describe(attached)}</span>
        {attached.found?.document && (
          <a href={attached.found.document.url}>{bracketed(attached.found.document.title)}</a>
        )}
      </p>
      {attached.state === "kept" && (
        <button type="button" class="button" data-opener="notice-petition" onClick={fileWithIt}>
          {t("notice.file")}
        </button>
      )}
      {attached.state === "reading" && <progress max={100} value={attached.percent} aria-label={t("notice.sending")} />}
      <button type="button" class="icon-button" aria-label={t("notice.remove", { name: attached.file.name })} onClick={removeFile}>
        <Icon name="close" size={22} />
      </button>
    </div>
  );
}

function describe({ state, percent, problem, found }: AttachedFile): string {
  if (state === "failed") return problem;
  if (state === "reading") return percent < 100 ? t("notice.sending") : t("notice.reading");
  if (state === "kept" || !found) return found?.message ?? "";
  const count = { count: found.char_count };
  return t(found.document ? "notice.readKnown" : "notice.readUnknown", count);
}

/** What cannot be read goes to a department as an attachment. The form's code comes only now. */
function fileWithIt(): void {
  const file = releaseFile();
  void import("../petition").then(({ files }) => {
    if (file) files.value = [...files.value, file];
    openPetition(null);
  });
}

/** A picture that the browser cannot draw is told by the server's answer; the broken frame says nothing. */
function dropPicture(): void {
  if (notice.value) notice.value = { ...notice.value, picture: null };
}
