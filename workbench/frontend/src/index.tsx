// What every host calls: `render({model, el})`, in anywidget's protocol.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Host } from "./host.ts";
import { linkOf, type Model } from "./link.ts";
import { Shell } from "./shell.tsx";

export interface Mounted {
  /** The name of the view (see views/index.ts). */
  view: string;
  settings: Record<string, unknown>;
  host: Host;
  el: HTMLElement;
}

/** Shows a view in an element; returns what takes it away. */
export function mount({ view, settings, host, el }: Mounted): () => void {
  // As high as the host says, else as what is around.
  if (!el.style.height) el.style.height = "100%";
  const root = createRoot(el);
  root.render(
    <StrictMode>
      <Shell view={view} settings={settings} host={host} />
    </StrictMode>,
  );
  return () => root.unmount();
}

export function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const settings = (model.get("settings") ?? {}) as Record<string, unknown>;
  const height = model.get("height");
  if (typeof height === "number") el.style.height = `${height}px`;
  return mount({ view: String(model.get("view")), settings, host: linkOf(model), el });
}

export default { render };
