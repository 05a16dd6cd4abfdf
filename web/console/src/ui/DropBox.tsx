import { InboxOutlined } from "@ant-design/icons";
import { type DragEvent, useState } from "react";

interface DropBoxProps {
  words: string;
  accept: string;
  isBusy: boolean;
  onFiles: (files: File[]) => void;
}

/** A box to drop files on, or to choose them by click or key. */
export function DropBox({ words, accept, isBusy, onFiles }: DropBoxProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isBusy && event.dataTransfer.files.length > 0) onFiles([...event.dataTransfer.files]);
  };
  return (
    <label
      className={isOver ? "dropbox dropbox-over" : "dropbox"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined aria-hidden />
      <span>{words}</span>
      <input
        type="file"
        multiple
        accept={accept}
        disabled={isBusy}
        className="visually-hidden"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}
