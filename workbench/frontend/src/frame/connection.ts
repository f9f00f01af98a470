// The connection to the server: when it is lost, edits are kept (kept.ts); when the server answers
// again, the page is loaded anew and they are sent. A session of the server's does not outlive a
// restart, so that there is nothing to go on with.

import { useEffect } from "react";
import type { Project } from "../project.ts";

const ASK_MS = 1000;

/** The part of Bokeh's client that is used: it tells when its socket closes. */
interface Bokeh {
  documents: { on_event(name: string, listener: () => void): void }[];
}

export function useConnection(project: Project): void {
  useEffect(() => {
    const { Bokeh } = globalThis as { Bokeh?: Bokeh };
    for (const document of Bokeh?.documents ?? []) {
      document.on_event("connection_lost", () => void lost(project));
    }
  }, [project]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      // Away from the page they would be lost.
      if (!project.current.online && project.current.pending > 0 && !returning) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [project]);
}

let returning = false;

async function lost(project: Project): Promise<void> {
  if (!project.current.online) return;
  project.setOnline(false);
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  // A field that is being written in gives its text when it is left.
  focused()?.blur();
  await new Promise((resolve) => setTimeout(resolve));
  returning = true;
  location.reload();
}

async function answers(): Promise<boolean> {
  try {
    const answer = await fetch("static/js/bokeh.min.js", { method: "HEAD", cache: "no-store" });
    return answer.status < 500;
  } catch {
    return false;
  }
}

function focused(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : null;
}
