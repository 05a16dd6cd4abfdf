/** The colour of a registered site. The server lets only those pass on which white words can be read. */
import { effect } from "@preact/signals";
import { contrast } from "./prefs";
import { site } from "./state";

type Rgb = [number, number, number];

/** How the other blues of the page come from one colour: a part of it, the rest black or white. */
const SHADES: [name: string, part: number, rest: 0 | 255][] = [
  ["--blue", 1, 0],
  ["--blue-d", 0.76, 0],
  ["--blue-050", 0.06, 255],
  ["--blue-100", 0.14, 255],
  ["--blue-200", 0.3, 255],
];

/** Follow the site's colour; high contrast keeps its own. */
export function followTheme(): void {
  effect(() => {
    const color = contrast.value ? null : (site.value?.theme_color ?? null);
    for (const [name, part, rest] of SHADES) {
      if (color) document.documentElement.style.setProperty(name, shade(color, part, rest));
      else document.documentElement.style.removeProperty(name);
    }
  });
}

/** `part` of a colour (`#rrggbb`) over black (0) or white (255). */
export function shade(color: string, part: number, rest: 0 | 255): string {
  const channels = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as Rgb;
  return `rgb(${channels.map((channel) => Math.round(channel * part + rest * (1 - part))).join(", ")})`;
}
