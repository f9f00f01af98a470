// Small signs by name, drawn in the text's colour on a grid of 16.

const PATHS: Record<string, string> = {
  archive: "M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 9h3",
  ask: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.6v.4",
  branch: "M4 2.5v11M4 9c0-3.5 8-1.5 8-5.5M9.8 5.2 12 3l2.2 2.2",
  call: "M2.5 8h7M7 5l3 3-3 3M13.5 4v8",
  carousel: "M5 3.5h6v9H5zM2.5 5v6M13.5 5v6",
  choices: "M3 4h.01M3 8h.01M3 12h.01M6 4h7.5M6 8h7.5M6 12h7.5",
  code: "M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4",
  each: "M12.5 6.5A5 5 0 1 0 13 9M13 3v3.5H9.5",
  goto: "M3 13V9a3 3 0 0 1 3-3h6.5M9.5 3l3 3-3 3",
  handoff: "M8 7.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M3.5 13.5c0-2.6 2-4.2 4.5-4.2s4.5 1.6 4.5 4.2",
  http: "M2.5 5.5h11M10.5 2.5l3 3-3 3M13.5 10.5h-11M5.5 7.5l-3 3 3 3",
  intent: "M8 2.2 13.8 8 8 13.8 2.2 8z",
  location: "M8 14s4.5-4.4 4.5-7.7a4.5 4.5 0 0 0-9 0C3.5 9.6 8 14 8 14M8 7.9a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2",
  mail: "M2.5 4h11v8h-11zM2.5 4.5 8 9l5.5-4.5",
  media: "M2.5 3.5h11v9h-11zM2.5 11l3.5-3.5 3 3 2-2 2.5 2.5M10.5 6h.01",
  message: "M2.5 3h11v7.5H7L4 13.5v-3H2.5zM5 6h6M5 8h4",
  mute: "M2.5 6.5h2.5L8.5 3.5v9L5 9.5H2.5zM11 6.2l3 3.6M14 6.2l-3 3.6",
  notify: "M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2",
  metrics: "M2.5 2.5v11h11M5.5 11V8M8.5 11V5M11.5 11V7",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14",
  set: "M3 6h10M3 10h10",
  split: "M2.5 8H6l5-4.5h2.5M6 8l5 4.5h2.5M11.5 1.8l2 1.7-2 1.7M11.5 10.8l2 1.7-2 1.7",
  signal: "M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4M5.2 10.8a4 4 0 0 1 0-5.6M10.8 5.2a4 4 0 0 1 0 5.6M3.2 12.8a6.8 6.8 0 0 1 0-9.6M12.8 3.2a6.8 6.8 0 0 1 0 9.6",
  stop: "M2.5 4v8M13.5 4v8M5 5.5h6v5H5z",
  tag: "M2.5 2.5h5.5l5.5 5.5-5.5 5.5-5.5-5.5zM5.3 5.3h.01",
  wait: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 4.8V8l2.3 1.5",
  // Signs of the interface.
  add: "M8 3v10M3 8h10",
  note: "M3 2.5h10v7l-3.5 4H3zM9.5 13.5v-4H13",
  undo: "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
  redo: "M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4",
  tidy: "M2.5 3h4v3h-4zM9.5 2.5h4v3h-4zM9.5 10.5h4v3h-4zM6.5 4.5h1.5v7.5h1.5M8 4h1.5",
  fit: "M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3",
  fold: "M5 3l3 3 3-3M5 13l3-3 3 3M2.5 8h11",
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.6v.4",
  map: "M2.5 3h11v10h-11zM8.5 8.5h3v2.5h-3z",
  back: "M13.5 8H3M6.5 4.5 3 8l3.5 3.5",
  forward: "M2.5 8H13M9.5 4.5 13 8l-3.5 3.5",
  list: "M2.5 4h11M2.5 8h11M2.5 12h7",
};

/** A sign by its name; one that is not known is a plain square. */
export function Glyph({ name, size = 14 }: { name: string; size?: number }) {
  return (
    <svg
      className="tw-glyph" viewBox="0 0 16 16" width={size} height={size} fill="none" stroke="currentColor"
      strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"
    >
      <path d={PATHS[name] ?? "M3.5 3.5h9v9h-9z"} />
    </svg>
  );
}
