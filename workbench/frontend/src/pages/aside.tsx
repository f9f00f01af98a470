// The right column of the page of flows: the form of what is selected, the simulator, previews.

import type { ComponentType } from "react";
import { Inspector } from "../forms/index.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Preview } from "../preview/index.tsx";
import { Simulator } from "../simulator/index.tsx";
import { useStage, type Seen } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import type { PageProps } from "./index.ts";

const WORDS = {
  column: { es: "Columna derecha", en: "Right column", pt: "Coluna direita" },
  form: { es: "Nodo", en: "Node", pt: "Nó" },
  simulator: { es: "Simulador", en: "Simulator", pt: "Simulador" },
  preview: { es: "Canales", en: "Channels", pt: "Canais" },
} satisfies Words<string>;

const ASIDES: Partial<Record<Seen["aside"], ComponentType<PageProps>>> = { form: Inspector, simulator: Simulator, preview: Preview };

export function Aside({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const aside = useStage(stage, (seen) => seen.aside);
  const Shown = ASIDES[aside] ?? Inspector;
  const tabs = (Object.keys(ASIDES) as (keyof typeof WORDS & Seen["aside"])[]).map((name) => ({ name, label: words(name) }));
  return (
    <div className="tw-asides">
      <Tabs name={words("column")} tabs={tabs} shown={aside} show={(name) => stage.set({ aside: name as Seen["aside"] })} />
      <div className="tw-asides__shown">
        <Shown project={project} stage={stage} />
      </div>
    </div>
  );
}
