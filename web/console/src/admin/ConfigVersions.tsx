import type { ConfigOut } from "../api/types";
import { longDay, shortStamp } from "../rules/dates";
import { t } from "../text";
import { Tag } from "../ui/Tag";
import { useNow } from "../ui/useNow";

/** Every decision: who made it, why, from when; each can be saved as it was. */
export function ConfigVersions({ config }: { config: ConfigOut }) {
  const { now } = useNow();
  return (
    <section className="card" aria-label={t("config.versions")}>
      <h2>{t("config.versions")}</h2>
      <ul className="rows">
        {config.versions.map((version) => (
          <li key={version.version}>
            <a href={`/api/staff/config/${config.kind}/versions/${version.version}`} download>
              {t("config.version", { number: version.version })}
            </a>{" "}
            {version.version === config.in_force.version && (
              <Tag tone="green" icon="check">
                {t("config.in_force")}
              </Tag>
            )}{" "}
            <span className="meta">
              {[
                version.effective_from === null ? "" : t("knowledge.from", { day: longDay(version.effective_from) }),
                version.author,
                version.created_at === null ? "" : shortStamp(version.created_at, now),
                version.reason,
              ]
                .filter(Boolean)
                .join(t("list.dot"))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
