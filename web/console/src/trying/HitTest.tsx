import type { TriedAnswer } from "../api/types";
import { t, word } from "../text";
import { Tag } from "../ui/Tag";

type Rank = NonNullable<TriedAnswer["rank"]>;

/** Where the wanted clause stands, what became of it and why, and the features it was ranked by. */
export function HitTest({ rank }: { rank: Rank }) {
  const { passage, standing } = rank;
  const isCited = standing === "cited";
  return (
    <section className="hit-test" aria-label={t("hit.title")}>
      <h3>
        {t("hit.title")}{" "}
        <Tag tone={isCited ? "green" : "amber"} icon={isCited ? "check" : "warning"}>
          {word("hit.standing", standing)}
        </Tag>
      </h3>
      <p role="status">
        {rank.rank === null || passage === null
          ? word("hit.why", standing)
          : t("try.rank", { rank: rank.rank, label: passage.clause_label, score: passage.score.toFixed(3) })}
      </p>
      {passage !== null && !isCited && (
        <p>{standing === "dropped" ? t("hit.dropped_by", { step: word("step", rank.step ?? "") }) : word("hit.why", standing)}</p>
      )}
      {passage !== null && (
        <details className="step-more">
          <summary>{t("hit.features", { count: Object.keys(passage.features).length })}</summary>
          <dl className="step-notes">
            {Object.entries(passage.features).map(([name, value]) => (
              <div key={name}>
                <dt>{word("feature", name)}</dt>
                <dd>{value.toFixed(3)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
