import { PaperClipOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";

import { attachFiles, attachmentUrl, listAttachments } from "../api/petitions";
import type { PetitionDetail } from "../api/types";
import { shortStamp } from "../rules/dates";
import { handlesPetitions } from "../session/permissions";
import { useMe } from "../session/session";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useNow } from "../ui/useNow";

const KILO = 1000;

/** The files of the petition, to save; the handling department can add some. */
export function Attachments({ petition }: { petition: PetitionDetail }) {
  const me = useMe();
  const { now } = useNow();
  const client = useQueryClient();
  const inputId = useId();
  const key = ["attachments", petition.number];
  const files = useQuery({ queryKey: key, queryFn: () => listAttachments(petition.number) });
  const add = useMutation({
    mutationFn: (chosen: File[]) => attachFiles(petition.number, chosen),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  const mayAdd = handlesPetitions(me) && petition.allowed.length > 0;
  if (!mayAdd && (files.data ?? []).length === 0) return null;
  return (
    <section className="part" aria-label={t("files.title")}>
      <h3>{t("files.title")}</h3>
      <ProblemAlert error={files.error ?? add.error} />
      <ul className="files">
        {(files.data ?? []).map((file) => (
          <li key={file.id} className="file">
            <PaperClipOutlined aria-hidden />
            <a href={attachmentUrl(petition.number, file.id)} download={file.name}>
              {file.name}
            </a>
            <span className="meta">{t("files.size", { size: Math.max(1, Math.round(file.size_bytes / KILO)), stamp: shortStamp(file.added_at, now) })}</span>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <label htmlFor={inputId} className="file-add no-print">
          {t(add.isPending ? "files.busy" : "files.add")}
          <input
            id={inputId}
            type="file"
            multiple
            className="visually-hidden"
            disabled={add.isPending}
            onChange={(event) => {
              const chosen = [...(event.target.files ?? [])];
              event.target.value = "";
              if (chosen.length > 0) add.mutate(chosen);
            }}
          />
        </label>
      )}
    </section>
  );
}
