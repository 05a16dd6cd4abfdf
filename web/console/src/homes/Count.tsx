import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { t } from "../text";

interface CountProps {
  name: string;
  note: string;
  to: string;
  queryKey: readonly unknown[];
  count: () => Promise<number>;
  tag?: ReactNode;
}

/** A number as it stands now; it opens the list it counts. */
export function Count({ name, note, to, queryKey, count, tag }: CountProps) {
  const found = useQuery({ queryKey: ["petition-count", "home", ...queryKey], queryFn: count });
  const text = found.data === undefined ? t("state.dash") : String(found.data);
  return (
    <li className="figure">
      <div className="figure-name">{name}</div>
      <div className="figure-value">
        <Link to={to} aria-label={t("figure.open", { label: name, text })}>
          {text}
        </Link>
        <span className="figure-unit">{t("figure.count")}</span>
        {tag}
      </div>
      <div className="meta">{note}</div>
    </li>
  );
}
