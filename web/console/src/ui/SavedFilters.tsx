import { StarOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { useNavigate, useLocation } from "react-router";

import { t } from "../text";

/** The desks with filters worth keeping: where each keeps them, and the page they belong to. */
const DESKS = {
  knowledge: { key: "youda-saved-filters", path: "/knowledge" },
  petitions: { key: "youda-saved-filters-petitions", path: "/petitions" },
} as const;

interface Saved {
  name: string;
  search: string;
}

function read(key: string): Saved[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(found) ? (found as Saved[]).filter(({ name, search }) => typeof name === "string" && typeof search === "string") : [];
  } catch {
    return [];
  }
}

function write(key: string, all: Saved[]): Saved[] {
  try {
    localStorage.setItem(key, JSON.stringify(all));
  } catch {
    // A browser that keeps nothing loses the names, not the filters: those stand in the address.
  }
  return all;
}

/** Filters under a name of one's own, kept in this browser; each is an address that can be sent to others too. */
export function SavedFilters({ desk }: { desk: keyof typeof DESKS }) {
  const { key, path } = DESKS[desk];
  const navigate = useNavigate();
  const { search } = useLocation();
  const [all, setAll] = useState(() => read(key));
  const [name, setName] = useState("");
  const [isNaming, setNaming] = useState(false);
  const save = () => {
    if (name.trim() === "") return;
    setAll(write(key, [...all.filter((one) => one.name !== name.trim()), { name: name.trim(), search }]));
    setName("");
    setNaming(false);
  };
  return (
    <span className="saved-filters">
      {all.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [
              ...all.map((one) => ({ key: `go.${one.name}`, label: one.name, onClick: () => void navigate(`${path}${one.search}`) })),
              { type: "divider" as const },
              ...all.map((one) => ({
                key: `drop.${one.name}`,
                label: t("filters.drop", { name: one.name }),
                onClick: () => setAll(write(key, all.filter(({ name: other }) => other !== one.name))),
              })),
            ],
          }}
        >
          <Button>{t("filters.saved", { count: all.length })}</Button>
        </Dropdown>
      )}
      <Popover
        open={isNaming}
        onOpenChange={setNaming}
        trigger="click"
        content={
          <div className="decide">
            <Input value={name} maxLength={30} placeholder={t("filters.name")} aria-label={t("filters.name")} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
            <Button type="primary" onClick={save}>
              {t("action.save")}
            </Button>
          </div>
        }
      >
        <Button type="text" icon={<StarOutlined aria-hidden />}>
          {t("filters.save")}
        </Button>
      </Popover>
    </span>
  );
}
