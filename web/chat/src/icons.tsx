/** Line icons on a grid of 24, drawn for this page. They decorate words and are hidden from screen readers. */
const PATHS = {
  alert: "M12 4 2.8 20h18.4zM12 10v5M12 17.6v.2",
  book: "M12 6.5C10 5 7 4.6 3.5 5v13.5c3.5-.4 6.5 0 8.5 1.5 2-1.5 5-1.9 8.5-1.5V5C17 4.6 14 5 12 6.5zM12 6.5V20",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
  clip: "M19 11.5 11.8 18.7a4.4 4.4 0 0 1-6.3-6.2l7.6-7.6a3 3 0 0 1 4.2 4.2l-7.4 7.4a1.5 1.5 0 0 1-2.1-2.1l6.6-6.6",
  check: "M5 12.5 10 17.5 19.5 7",
  chevronDown: "M6 9.5 12 15.5 18 9.5",
  chevronLeft: "M14.5 6 8.5 12 14.5 18",
  chevronRight: "M9.5 6 15.5 12 9.5 18",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12.5l3.5 2",
  close: "M6 6 18 18M18 6 6 18",
  contrast: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 3.5v17M12 8h5.5M12 12h8M12 16h5.5",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15",
  external: "M10 5H5v14h14v-5M13.5 4.5h6v6M19.5 4.5 11 13",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 13h6M9 16.5h4",
  guide: "M5 4h14v16.5H5zM8.5 8.5h1M12 8.5h4M8.5 12.5h1M12 12.5h4M8.5 16.5h1M12 16.5h4",
  history: "M4.2 9A8.3 8.3 0 1 1 3.7 13M4 4.5V9h4.5M12 7.5v5l3.5 2",
  inbox: "M5.5 5h13l2 9v5h-17v-5zM3.5 14H8l1.5 2.5h5L16 14h4.5",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.2",
  link: "M10.5 13.5a3.8 3.8 0 0 0 5.4 0l3-3a3.8 3.8 0 0 0-5.4-5.4l-1.2 1.2M13.5 10.5a3.8 3.8 0 0 0-5.4 0l-3 3a3.8 3.8 0 0 0 5.4 5.4l1.2-1.2",
  menu: "M4 7h16M4 12h16M4 17h16",
  minus: "M5 12h14",
  mic: "M12 3.5a2.8 2.8 0 0 0-2.8 2.8v5.4a2.8 2.8 0 0 0 5.6 0V6.3A2.8 2.8 0 0 0 12 3.5zM5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7V21",
  pause: "M8.5 6v12M15.5 6v12",
  pencil: "M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5",
  person: "M12 4a3.8 3.8 0 1 0 0 7.6A3.8 3.8 0 0 0 12 4zM4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
  phone: "M5 4.5h4l1.5 4.5-2.2 1.7a12 12 0 0 0 5 5L15 13.5l4.5 1.5v4C11.5 19.7 4.3 12.5 5 4.5z",
  plus: "M12 5v14M5 12h14",
  print: "M7 8.5V4h10v4.5M7 17H4V8.5h16V17h-3M7 14h10v6H7z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5",
  shield: "M12 3.5 5 6v5.5c0 4.3 2.8 7.3 7 9 4.2-1.7 7-4.7 7-9V6zM8.8 12l2.4 2.4 4-4.4",
  speaker: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11",
  star: "M12 4.2l2.3 4.9 5.2.7-3.8 3.7 1 5.3L12 16.2l-4.7 2.6 1-5.3-3.8-3.7 5.2-.7z",
  stop: "M7 7h10v10H7z",
  swap: "M4 9h15M15 5l4 4M20 15H5M9 11l-4 4 4 4",
  thumbDown: "M7 4.5v9.5M7 14l4 6.5c1.6 0 2.5-1 2.2-2.5L12.5 14H18c1.4 0 2.3-1.2 2-2.5l-1.4-5.3a2.2 2.2 0 0 0-2.1-1.7H3.5V14H7",
  thumbUp: "M7 19.5V10M7 10l4-6.5c1.6 0 2.5 1 2.2 2.5L12.5 10H18c1.4 0 2.3 1.2 2 2.5l-1.4 5.3a2.2 2.2 0 0 1-2.1 1.7H3.5V10H7",
} as const;

export type IconName = keyof typeof PATHS;

/** One icon, in the colour and (by default) a little over the size of the words beside it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/** The mark: two corner brackets of quotation around one point. */
export function Mark({ size = 34 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 34 34" aria-hidden="true" focusable="false">
      <rect width="34" height="34" rx="8" class="mark-ground" />
      <path d="M9 17V9.5h8M25 17v7.5h-8" fill="none" stroke="#fff" stroke-width="3" />
      <circle cx="17" cy="17" r="2.8" fill="#f5b93a" />
    </svg>
  );
}
