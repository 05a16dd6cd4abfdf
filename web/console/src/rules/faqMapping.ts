import type { FaqColumnOut, FaqFieldCode, FaqMappingIn, FaqSheetOut } from "../api/types";

/** Fields that several columns may fill together; any other field has one column. */
const SHARED: readonly FaqFieldCode[] = ["similar", "answer", "basis", "tags"];

/** What a curator has settled about one sheet. */
export interface SheetMapping {
  name: string;
  isTaken: boolean;
  headerRow: number | null;
  fields: (FaqFieldCode | null)[];
}

/** The mapping to begin with: what the server guessed; only sheets that look like questions are taken. */
export const guessedMapping = (sheet: FaqSheetOut): SheetMapping => ({
  name: sheet.name,
  isTaken: sheet.is_faq,
  headerRow: sheet.header_row,
  fields: sheet.columns.map(({ field }) => field),
});

/** The mapping after one column was given a field; a field of one column leaves the column that had it. */
export function withField(mapping: SheetMapping, column: number, field: FaqFieldCode | null): SheetMapping {
  const isSingle = field !== null && !SHARED.includes(field);
  const fields = mapping.fields.map((known, index) => {
    if (index === column) return field;
    return isSingle && known === field ? null : known;
  });
  return { ...mapping, fields };
}

/** Whether a sheet can be imported: it needs a question and an answer. */
export const isReady = ({ fields }: SheetMapping) => fields.includes("question") && fields.includes("answer");

/** What is sent: only the sheets that are taken. */
export const sentMapping = (mappings: readonly SheetMapping[]): FaqMappingIn => ({
  sheets: mappings
    .filter(({ isTaken }) => isTaken)
    .map(({ name, headerRow, fields }) => ({ name, header_row: headerRow, fields })),
});

/** Where a column's field comes from, for the word beside it. */
export function originOf(column: FaqColumnOut, said: FaqFieldCode | null): "none" | "header" | "content" | "said" {
  if (said === null) return "none";
  if (said !== column.field) return "said";
  return column.confidence >= 0.8 ? "header" : "content";
}

const TABLES = /\.(xlsx|xlsm|xls|et|csv|tsv|json|jsonl)$/i;

/** Whether a file may hold a table of questions, so that it is looked at before it is imported. */
export const maybeFaqs = (name: string) => TABLES.test(name);
