// What lies over the page, if anything does.

import { useEffect } from "react";
import type { PageProps } from "../pages/index.ts";
import { useStage } from "../stage.ts";
import { SHEETS } from "./slots.ts";

export function Sheet({ project, stage }: PageProps) {
  const name = useStage(stage, (seen) => seen.sheet);
  const Shown = SHEETS[name];
  const close = () => stage.set({ sheet: "" });
  useEffect(() => {
    if (name && !Shown) close();
  }, [name, Shown]);
  return Shown ? <Shown project={project} stage={stage} close={close} /> : null;
}
