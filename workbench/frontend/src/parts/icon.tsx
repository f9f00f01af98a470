// Glyphs drawn with lines in a square of 24, in the colour of the text around them. They only
// decorate: what holds an icon has a name of its own.

const PATHS: Record<string, string> = {
  flow: "M9 4h6v4H9zM3 16h6v4H3zM15 16h6v4h-6zM12 8v4M6 16v-4h12v4",
  folder: "M3 6h6l2 2h10v11H3z",
  speech: "M4 5h16v11H10l-4 4v-4H4z",
  bars: "M4 20h16M7 20v-7M12 20V5M17 20v-10",
  play: "M7 5l12 7-12 7z",
  check: "M4 12l5 5L20 6",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  braces: "M9 4c-3 0-3 2-3 4s0 4-2 4c2 0 2 2 2 4s0 4 3 4M15 4c3 0 3 2 3 4s0 4 2 4c-2 0-2 2-2 4s0 4-3 4",
  globe: "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  history: "M4 12a8 8 0 108-8c-3 0-5 1-6.5 3M4 4v4h4M12 8v4l3 2",
  sliders: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4",
  funnel: "M4 5h16l-6 7v7l-4-2v-5z",
  inbox: "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5",
  megaphone: "M4 10v4h4l8 4V6L8 10zM19 10v4",
  undo: "M8 5L4 9l4 4M4 9h10a5 5 0 010 10h-4",
  redo: "M16 5l4 4-4 4M20 9H10a5 5 0 000 10h4",
  find: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  copy: "M8 8h12v12H8zM4 16V4h12",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.5",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 8v.5",
  down: "M6 9l6 6 6-6",
  right: "M9 6l6 6-6 6",
  left: "M15 6l-6 6 6 6",
  up: "M6 15l6-6 6 6",
  more: "M5 12h.5M12 12h.5M19 12h.5",
  link: "M10 14l4-4M8 11l-2 2a3.5 3.5 0 005 5l2-2M16 13l2-2a3.5 3.5 0 00-5-5l-2 2",
  offline: "M4 4l16 16M2 9c2-2 4-3 6-3.500M22 9c-3-3-7-4-11-3.900M6 13c1-1 2.500-2 4-2.300M18 13c-1-1-2-1.600-3-2M10 17a3 3 0 014 0M12 20v.5",
  sun: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M5.600 18.400L7 17M17 7l1.400-1.400",
  moon: "M19 14a8 8 0 01-9-9 8 8 0 109 9z",
  screen: "M3 5h18v11H3zM8 20h8M12 16v4",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 016 0v3",
  gauge: "M4 18a9 9 0 1116 0M12 16l4-6M12 16h.5",
  user: "M12 4a4 4 0 100 8 4 4 0 000-8zM4 20c1-4 4-6 8-6s7 2 8 6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  clip: "M19 11l-7.500 7.500a4.500 4.500 0 01-6.400-6.400L13 4.200a3 3 0 014.300 4.300l-7.800 7.800a1.500 1.500 0 01-2.200-2.200L14 7.500",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-2 4 4M15.500 8.500h.5",
  audio: "M9 17.500a2.500 2.500 0 11-2.500-2.500A2.500 2.500 0 019 17.500zM9 17.500V5l10-2v12.500M19 15.500a2.500 2.500 0 11-2.500-2.500 2.500 2.500 0 012.500 2.500z",
  pin: "M12 21c-5-6-7-9-7-12a7 7 0 0114 0c0 3-2 6-7 12zM12 7a2.500 2.500 0 100 5 2.500 2.500 0 000-5z",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.5M4 12h.5M4 18h.5",
  clock: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.500 2",
  send: "M4 12l16-8-5 16-3.500-6.500z",
  reset: "M20 12a8 8 0 11-2.300-5.700M20 4v4h-4",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  target: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 8a4 4 0 100 8 4 4 0 000-8zM12 12h.5",
  puzzle: "M4 8h5a2 2 0 114 0h5v5a2 2 0 100 4v3H4z",
};

export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  // A plug-in's page gives path data of its own.
  const path = PATHS[name] ?? (/^[Mm][\d .,-]/.test(name) ? name : PATHS["puzzle"]);
  return (
    <svg className="tw-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
