import { StarOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { useNavigate, useLocation } from "react-router";

import { t } from "../text";

const KEY = "youda-saved-filters";

interface Saved {
  name: string;
  search: string;
}

function read(): Saved[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? (found as Saved[]).filter(({ name, search }) => typeof name === "string" && typeof search === "string") : [];
  } catch {
    return [];
  }
}

function write(all: Saved[]): Saved[] {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A browser that keeps nothing loses the names, not the filters: those stand in the address.
  }
  return all;
}

/** Filters under a name of one's own, kept in this browser; each is an address that can be sent to others too. */
export function SavedFilters() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const [all, setAll] = useState(read);
  const [name, setName] = useState("");
  const [isNaming, setNaming] = useState(false);
  const save = () => {
    if (name.trim() === "") return;
    setAll(write([...all.filter((one) => one.name !== name.trim()), { name: name.trim(), search }]));
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
              ...all.map((one) => ({ key: `go.${one.name}`, label: one.name, onClick: () => void navigate(`/knowledge${one.search}`) })),
              { type: "divider" as const },
              ...all.map((one) => ({
                key: `drop.${one.name}`,
                label: t("filters.drop", { name: one.name }),
                onClick: () => setAll(write(all.filter(({ name: other }) => other !== one.name))),
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
