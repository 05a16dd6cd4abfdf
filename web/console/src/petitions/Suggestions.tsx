import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { suggestFor } from "../api/petitions";
import type { AcceptIn } from "../api/types";
import { t, word } from "../text";
import { pathOf } from "./queues";

interface PicksProps {
  label: string;
  picks: { key: string; label: string; title?: string }[];
  onPick: (key: string) => void;
}

/** Suggested values in a row; a click takes one over, nothing is applied by itself. */
export function Picks({ label, picks, onPick }: PicksProps) {
  if (picks.length === 0) return null;
  return (
    <div className="picks" role="group" aria-label={label}>
      <span className="meta">{label}</span>
      {picks.map((pick) => (
        <button key={pick.key} type="button" className="pick" title={pick.title} onClick={() => onPick(pick.key)}>
          {pick.label}
        </button>
      ))}
    </div>
  );
}

interface SuggestionsProps {
  number: string;
  onTake: (fields: Partial<AcceptIn>) => void;
}

/** What the petition seems to be, by its own words, and what looks like the same matter; people decide. */
export function Suggestions({ number, onTake }: SuggestionsProps) {
  const { data } = useQuery({ queryKey: ["suggestions", number], queryFn: () => suggestFor(number) });
  if (data === undefined) return null;
  const categories = data.categories.map(({ code, name, score, terms }) => ({
    key: code,
    label: t("suggest.category", { name, share: Math.round(score * 100) }),
    title: terms.join(t("list.separator")),
  }));
  const words = [...data.categories.flatMap(({ terms }) => terms), ...data.nature.terms, ...data.urgency.terms];
  return (
    <section className="suggestions" aria-label={t("suggest.title")}>
      <Picks label={t("suggest.categories")} picks={categories} onPick={(category_code) => onTake({ category_code })} />
      <Picks
        label={t("suggest.nature")}
        picks={[{ key: data.nature.value, label: word("nature", data.nature.value) }]}
        onPick={() => onTake({ nature: data.nature.value, is_policy_query: data.is_policy_query.value })}
      />
      {data.urgency.value !== "normal" && (
        <Picks
          label={t("suggest.urgency")}
          picks={[{ key: data.urgency.value, label: word("urgency", data.urgency.value) }]}
          onPick={() => onTake({ urgency: data.urgency.value })}
        />
      )}
      {words.length > 0 && (
        <p className="meta">{t("suggest.words", { words: [...new Set(words)].slice(0, 8).join(t("list.separator")) })}</p>
      )}
      {data.duplicates.length > 0 && (
        <p className="duplicates">
          {t("suggest.duplicates", { count: data.duplicates.length })}{" "}
          {data.duplicates.map((like) => (
            <Link key={like.number} to={pathOf(like)}>
              {like.number}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}
