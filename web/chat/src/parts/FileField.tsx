/** Files that go with a petition: chosen, photographed or left over from a question; each can be taken away again. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon } from "../icons";
import { ATTACHABLE } from "../petition";

export function FileField({ files }: { files: Signal<File[]> }) {
  return (
    <div class="files" role="group" aria-label={t("files.label")}>
      <FileButton text={t("files.add")} onFiles={(chosen) => (files.value = [...files.value, ...chosen])} />
      <ul>
        {files.value.map((file) => (
          <li key={`${file.name}-${file.size}`}>
            <Icon name="clip" />
            {file.name}
            <button
              type="button"
              class="icon-button"
              aria-label={t("notice.remove", { name: file.name })}
              onClick={() => (files.value = files.value.filter((each) => each !== file))}
            >
              <Icon name="close" size={20} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A button that opens the file dialog; a phone offers its camera there. */
export function FileButton(props: { text: string; isBusy?: boolean; onFiles: (files: File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" disabled={props.isBusy} onClick={() => picker.current?.click()}>
        <Icon name="clip" />
        {props.text}
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        accept={ATTACHABLE}
        hidden
        tabIndex={-1}
        aria-label={props.text}
        onChange={(event) => {
          props.onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
