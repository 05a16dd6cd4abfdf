import { Link } from "react-router";

import type { FigureOut } from "../api/types";
import { t } from "../text";

interface FiguresProps {
  editionId: string;
  figures: readonly FigureOut[];
}

/** Key figures as cards; a number with something behind it opens its list. */
export function Figures({ editionId, figures }: FiguresProps) {
  return (
    <ul className={figures.length % 4 === 0 ? "figures figures-by-four" : "figures"}>
      {figures.map((figure) => (
        <li key={figure.key} className="figure">
          <div className="figure-name">{figure.label}</div>
          <div className="figure-value">
            <Number editionId={editionId} list={figure.list} text={figure.text} label={figure.label} />
            {figure.unit === "count" && <span className="figure-unit">{t("figure.count")}</span>}
          </div>
          <div className="meta">{t("figure.changes", { change: figure.change_text, year: figure.year_change_text })}</div>
        </li>
      ))}
    </ul>
  );
}

interface NumberProps {
  editionId: string;
  list: string | null | undefined;
  text: string;
  label: string;
}

/** A number that opens its list, where it has one. */
export function Number({ editionId, list, text, label }: NumberProps) {
  if (list === null || list === undefined) return <>{text}</>;
  return (
    <Link to={`/reports/${editionId}/lists/${encodeURIComponent(list)}`} aria-label={t("figure.open", { label, text })}>
      {text}
    </Link>
  );
}
