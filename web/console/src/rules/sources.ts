import type { SiteStateCode, SourceSite } from "../api/types";
import type { TagTone } from "../ui/Tag";

/** States in the order in which they are worked off. */
export const SITE_STATES: readonly SiteStateCode[] = ["overdue", "due", "checked", "not_due", "inactive"];

/** Colour and shape of a state; the word beside them says the same. */
export const SITE_LOOKS = {
  overdue: { tone: "alert", icon: "warning" },
  due: { tone: "yellow", icon: "clock" },
  checked: { tone: "green", icon: "check" },
  not_due: { tone: "plain", icon: "clock" },
  inactive: { tone: "grey", icon: "stop" },
} as const satisfies Record<SiteStateCode, { tone: TagTone; icon: string }>;

/** How many sites stand in each state. */
export function countStates(sites: readonly SourceSite[]): Record<SiteStateCode, number> {
  const counts = { overdue: 0, due: 0, checked: 0, not_due: 0, inactive: 0 };
  for (const { state } of sites) counts[state] += 1;
  return counts;
}

/** The sites a person asked for, the most pressing first; the server's order within a state. */
export function chosenSites(
  sites: readonly SourceSite[],
  wanted: { state: string; kind: string; q: string; isMine: boolean },
): SourceSite[] {
  const words = wanted.q.trim().toLowerCase();
  return sites
    .filter(
      (site) =>
        (wanted.state === "" || site.state === wanted.state) &&
        (wanted.kind === "" || site.kind === wanted.kind) &&
        (!wanted.isMine || site.may_tick) &&
        (words === "" ||
          [site.name, site.url, site.owner, site.department].some((text) => text?.toLowerCase().includes(words))),
    )
    .sort((one, other) => SITE_STATES.indexOf(one.state) - SITE_STATES.indexOf(other.state));
}

/** The month (YYYY-MM) that lies `steps` months after another. */
export function monthAfter(month: string, steps: number): string {
  const [year = 2000, number = 1] = month.split("-").map(Number);
  const index = year * 12 + number - 1 + steps;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Days written short ("3、4、10日"), all of one month. */
export const daysOfMonth = (days: readonly string[]) => days.map((day) => Number(day.slice(8)));
