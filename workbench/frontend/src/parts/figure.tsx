// A Plotly figure that Python made. The library comes from the app's own server, when the first
// figure is shown.

import { useEffect, useRef, useState } from "react";
import type { Theme } from "../theme.ts";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  loading: { es: "Preparando la figura…", en: "Making the figure…", pt: "Preparando a figura…" },
  failed: { es: "La figura no se puede mostrar: {why}", en: "The figure cannot be shown: {why}", pt: "A figura não pode ser mostrada: {why}" },
} satisfies Words<string>;

/** A figure as `fig.to_plotly_json()` gives it. */
export interface Drawn {
  data: object[];
  layout?: object;
}

interface Plotly {
  react(box: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  purge(box: HTMLElement): void;
  toImage(figure: Drawn, how: { format: "png" | "svg"; width: number; height: number; scale: number }): Promise<string>;
  Plots: { resize(box: HTMLElement): void };
}

interface Clickable extends HTMLElement {
  on?(event: "plotly_click", listener: (event: { points: unknown[] }) => void): void;
  removeAllListeners?(event: string): void;
}

interface Props {
  /** Read out: what the figure shows. */
  name: string;
  figure: Drawn;
  height?: number;
  /** What was clicked, as Plotly says it. */
  onClick?(points: unknown[]): void;
}

export function Figure({ name, figure, height = 320, onClick }: Props) {
  const words = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "shown" | { why: string }>("loading");
  const clicked = useRef(onClick);
  clicked.current = onClick;
  useEffect(() => {
    let plotly: Plotly | undefined;
    let gone = false;
    const place = box.current as Clickable;
    // Plotly refuses what is not shown, as a figure on a page that was just left.
    const observer = new ResizeObserver(() => { if (place.offsetParent) plotly?.Plots.resize(place); });
    const draw = async () => {
      const loaded = await load();
      if (gone) return;
      await loaded.react(place, figure.data, { ...clear(place), ...figure.layout, autosize: true }, { displaylogo: false, responsive: false, displayModeBar: false });
      if (gone) return loaded.purge(place);
      plotly = loaded;
      place.removeAllListeners?.("plotly_click");
      place.on?.("plotly_click", ({ points }) => clicked.current?.(points));
      observer.observe(place);
      setState("shown");
    };
    draw().catch((error: Error) => setState({ why: error.message }));
    return () => {
      gone = true;
      observer.disconnect();
      plotly?.purge(place);
    };
  }, [figure]);
  return (
    <div className="tw-figure" style={{ height }}>
      {state !== "shown" && <p className="tw-note" role="status">{state === "loading" ? words("loading") : words("failed", state)}</p>}
      <div ref={box} className="tw-figure__box" role="img" aria-label={name} />
    </div>
  );
}

const PICTURE_WIDTH = 960;

/** The surfaces on which figures stand (theme.css): a picture needs a ground of its own. */
const GROUNDS: Record<Theme, string> = { light: "#ffffff", dark: "#1c2028" };

/** The figure as a picture, large enough to print. */
export async function pictureOf(figure: Drawn, format: "png" | "svg", theme: Theme): Promise<Blob> {
  const plotly = await load();
  const layout = figure.layout as { height?: number } | undefined;
  const ground = { paper_bgcolor: GROUNDS[theme], plot_bgcolor: GROUNDS[theme] };
  const how = { format, width: PICTURE_WIDTH, height: layout?.height ?? 320, scale: format === "png" ? 2 : 1 };
  const address = await plotly.toImage({ data: figure.data, layout: { ...layout, ...ground } }, how);
  return (await fetch(address)).blob();
}

/** The theme's colours, where the figure says none. */
function clear(place: HTMLElement): object {
  const { color, fontFamily } = getComputedStyle(place);
  return { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color, family: fontFamily, size: 12 } };
}

let loading: Promise<Plotly> | undefined;

function load(): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("plotly/plotly.min.js", document.baseURI).href;
    script.onload = () => resolve((globalThis as unknown as { Plotly: Plotly }).Plotly);
    script.onerror = () => {
      // The next figure tries again.
      loading = undefined;
      reject(new Error(script.src));
    };
    document.head.append(script);
  });
  return loading;
}
