import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";

import { readSystem, rebuildIndex } from "../api/admin";
import type { SystemOut } from "../api/types";
import { useTitle } from "../shell/crumb";
import { t } from "../text";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Skeleton } from "../ui/Skeleton";
import { Tag } from "../ui/Tag";
import { useToast } from "../ui/Toast";
import { named } from "./names";

const EVERY_MS = 5_000;

/** How the search index is, and every setting in force; settings are changed where the server is started. */
export function SystemPage() {
  useTitle(t("nav.system"));
  const client = useQueryClient();
  const say = useToast();
  const system = useQuery({ queryKey: ["system"], queryFn: readSystem, refetchInterval: ({ state }) => ((state.data?.index.behind ?? 0) > 0 ? EVERY_MS : false) });
  const rebuild = useMutation({
    mutationFn: rebuildIndex,
    onSuccess: async () => {
      say(t("system.rebuilding"));
      await client.invalidateQueries({ queryKey: ["system"] });
    },
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("nav.system")}</h1>
        {system.data !== undefined && <span className="meta">{t("system.version", { version: system.data.version })}</span>}
        <div className="page-actions">
          <Button loading={rebuild.isPending} onClick={() => rebuild.mutate()}>
            {t("system.rebuild")}
          </Button>
        </div>
      </div>
      <ProblemAlert error={system.error ?? rebuild.error} onRetry={() => void system.refetch()} />
      {system.isPending && <Skeleton />}
      {system.data !== undefined && <Index index={system.data.index} />}
      {(system.data?.settings ?? []).map((group) => (
        <Group key={group.name} group={group} />
      ))}
    </div>
  );
}

function Index({ index }: { index: SystemOut["index"] }) {
  const isCurrent = index.ready && index.behind === 0;
  return (
    <ul className="figures">
      <li className="figure">
        <div className="figure-name">{t("system.index")}</div>
        <div className="figure-value">
          <Tag tone={isCurrent ? "green" : "amber"} icon={isCurrent ? "check" : "clock"}>
            {t(isCurrent ? "system.current" : "system.behind", { count: index.behind })}
          </Tag>
        </div>
        <div className="meta">{t("system.embedder", { name: index.embedder })}</div>
      </li>
      <li className="figure">
        <div className="figure-name">{t("system.published")}</div>
        <div className="figure-value">{index.published}</div>
      </li>
    </ul>
  );
}

function Group({ group }: { group: SystemOut["settings"][number] }) {
  const name = named("setting_group", group.name);
  return (
    <section className="card chart-card" aria-label={name}>
      <h2>{name}</h2>
      <div className="scroll" tabIndex={0} role="group" aria-label={name}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("system.variable")}</th>
              <th scope="col">{t("system.value")}</th>
              <th scope="col">{t("system.meaning")}</th>
            </tr>
          </thead>
          <tbody>
            {group.settings.map((setting) => (
              <tr key={setting.variable}>
                <th scope="row">{setting.variable}</th>
                <td>
                  {setting.is_secret ? t("system.secret") : setting.value || t("state.dash")}{" "}
                  {!setting.is_default && <Tag>{t("system.changed")}</Tag>}
                </td>
                <td className="wrap">
                  <Meaning setting={setting} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Meaning({ setting }: { setting: SystemOut["settings"][number]["settings"][number] }) {
  const code = setting.variable.replace(/^YOUDA_/, "");
  const meaning = named("setting", code);
  return meaning === code ? <span lang="en">{setting.description}</span> : meaning;
}
