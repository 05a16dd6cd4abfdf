import { Select } from "antd";

import type { FaqFieldCode, FaqSheetOut } from "../api/types";
import { originOf, type SheetMapping, withField } from "../rules/faqMapping";
import { choices, t, word } from "../text";

const NOTHING = "";
const HEADER_ROWS = 10;

interface FaqColumnsProps {
  sheet: FaqSheetOut;
  mapping: SheetMapping;
  onChange: (mapping: SheetMapping) => void;
}

/** The first rows of a sheet, above each column the field it fills. */
export function FaqColumns({ sheet, mapping, onChange }: FaqColumnsProps) {
  const rows = [
    { value: -1, label: t("faq_import.no_header") },
    ...Array.from({ length: HEADER_ROWS }, (_, row) => ({ value: row, label: t("faq_import.header_row", { row: row + 1 }) })),
  ];
  const fields = [{ value: NOTHING, label: t("faq_import.left_out") }, ...choices("faq_field")];
  return (
    <>
      <p className="faq-take">
        {t("faq_import.header")}
        <Select
          className="filter-select"
          aria-label={t("faq_import.header")}
          value={mapping.headerRow ?? -1}
          options={rows}
          onChange={(row) => onChange({ ...mapping, headerRow: row < 0 ? null : row })}
        />
      </p>
      <div className="faq-columns" role="region" aria-label={t("faq_import.columns")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {sheet.columns.map((column, index) => {
                const said = mapping.fields[index] ?? null;
                const name = column.header || t("faq_import.column", { number: index + 1 });
                return (
                  <th key={index} scope="col" data-origin={originOf(column, said)}>
                    <Select
                      size="small"
                      value={said ?? NOTHING}
                      options={fields}
                      aria-label={t("faq_import.field_of", { column: name })}
                      onChange={(field) => onChange(withField(mapping, index, (field || null) as FaqFieldCode | null))}
                    />
                    <div className="faq-header">{name}</div>
                    <div className="meta">{word("faq_origin", originOf(column, said))}</div>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sheet.samples.map((row, index) => (
              <tr key={index}>
                {sheet.columns.map((_, column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
