import { Button, Input, Select } from "antd";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";

import { fieldErrors, isConflict } from "../api/http";
import type { EntryDetail } from "../api/types";
import { useDepartmentChoices } from "../reference/departments";
import { type Fact, FACT_FIELDS } from "../rules/facts";
import { choices, t } from "../text";
import { FieldError } from "../ui/FieldError";
import { ProblemAlert } from "../ui/ProblemAlert";
import { useFactWriter } from "./useFactWriter";

interface FactEditorProps {
  entry: EntryDetail;
  fact: Fact;
  label: string;
  onDone: () => void;
}

/** Corrects one value in its place. What was typed stays when somebody else saved first. */
export function FactEditor({ entry, fact, label, onDone }: FactEditorProps) {
  const [text, setText] = useState(fact.value);
  const write = useFactWriter(entry, onDone);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, [write.error]);
  const hintId = useId();
  const errorId = useId();
  const sentence = fieldErrors(write.error)[fact.field];
  const hint = t(`fact.edit_hint.${hintFor(fact)}`);
  const save = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ field: fact.field, text });
  };
  return (
    <form ref={place} className="fact-editor" onSubmit={save} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <FactInput fact={fact} label={label} text={text} onText={setText} describedBy={sentence ? errorId : hintId} />
      <span id={hintId} className="meta">
        {fact.field === "summary" ? t("fact.summary_length", { count: text.trim().length }) : hint}
      </span>
      {sentence !== undefined && <FieldError id={errorId}>{sentence}</FieldError>}
      {isConflict(write.error) && <FieldError id={errorId}>{t("fact.conflict", { value: fact.value })}</FieldError>}
      {sentence === undefined && !isConflict(write.error) && <ProblemAlert error={write.error} />}
      <span className="fact-buttons">
        <Button size="small" type="primary" htmlType="submit" loading={write.isPending}>
          {t("action.save")}
        </Button>
        <Button size="small" onClick={onDone}>
          {t("action.cancel")}
        </Button>
      </span>
    </form>
  );
}

function hintFor(fact: Fact): "list" | "number" | "none" {
  if (fact.field === "document_number") return "number";
  return FACT_FIELDS[fact.field] === "list" ? "list" : "none";
}

interface FactInputProps {
  fact: Fact;
  label: string;
  text: string;
  onText: (text: string) => void;
  describedBy: string;
}

function FactInput({ fact, label, text, onText, describedBy }: FactInputProps) {
  const departments = useDepartmentChoices();
  const shared = { "aria-label": label, "aria-describedby": describedBy, autoFocus: true };
  switch (FACT_FIELDS[fact.field]) {
    case "date":
      return <Input type="date" value={text} onChange={(event) => onText(event.target.value)} {...shared} />;
    case "long_text":
      return (
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} value={text} onChange={(event) => onText(event.target.value)} {...shared} />
      );
    case "department":
      return <Select value={text || null} options={departments} onChange={(code: string | null) => onText(code ?? "")} allowClear {...shared} />;
    case "visibility":
      return <Select value={text} options={choices("visibility")} onChange={onText} {...shared} />;
    default:
      return <Input value={text} onChange={(event) => onText(event.target.value)} {...shared} />;
  }
}
