import { Button, Input, Select, Tag } from "antd";

import { useCategoryChoices } from "../reference/categories";
import { useDepartmentChoices } from "../reference/departments";
import { longDay } from "../rules/dates";
import { choices, t } from "../text";
import { SavedFilters } from "../ui/SavedFilters";
import type { useFilters } from "../ui/useFilters";

export const FILTERS = ["q", "state", "department", "category", "nature", "urgency", "press", "due_on"] as const;

export const NO_FILTERS: Record<string, string> = Object.fromEntries(FILTERS.map((name) => [name, ""]));

/** What narrows the desk; each filter stands in the address, so that a link brings the same list again. */
export function FilterBar({ filters }: { filters: ReturnType<typeof useFilters> }) {
  const departments = useDepartmentChoices();
  const categories = useCategoryChoices();
  const select = (name: string, all: string, label: string, options: { value: string; label: string }[]) => (
    <Select
      className="filter-select"
      aria-label={label}
      value={filters.get(name)}
      options={[{ value: "", label: all }, ...options]}
      popupMatchSelectWidth={false}
      onChange={(value: string) => filters.set({ [name]: value })}
    />
  );
  const isFiltered = FILTERS.some((name) => filters.get(name) !== "");
  return (
    <div className="filters filters-desk">
      <Input.Search
        key={filters.get("q")}
        className="filter-search"
        defaultValue={filters.get("q")}
        placeholder={t("petition.search")}
        aria-label={t("petition.search")}
        allowClear
        onSearch={(q) => filters.set({ q: q.trim() })}
      />
      {select("state", t("petition.all_states"), t("petition.state"), choices("state.petition"))}
      {select("department", t("petition.all_departments"), t("petition.department"), departments)}
      {select("category", t("petition.all_categories"), t("petition.category"), categories)}
      {select("nature", t("petition.all_natures"), t("petition.nature"), choices("nature"))}
      {select("urgency", t("petition.all_urgencies"), t("petition.urgency"), choices("urgency"))}
      {filters.get("due_on") !== "" && (
        <Tag closable={{ "aria-label": t("due.drop") }} onClose={() => filters.set({ due_on: "" })}>
          {t("due.on", { day: longDay(filters.get("due_on")) })}
        </Tag>
      )}
      {isFiltered && (
        <Button type="link" onClick={() => filters.set(NO_FILTERS)}>
          {t("action.clear_filters")}
        </Button>
      )}
      <SavedFilters desk="petitions" />
    </div>
  );
}
