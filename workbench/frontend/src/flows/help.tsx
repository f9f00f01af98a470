// All that can be done on the canvas, and its keys.

import { useWords, type Words } from "../words.ts";
import { COMMANDS, type Section } from "./commands.ts";
import { useDesk, useView } from "./desk.ts";
import { shownKeys } from "./keys.ts";
import { Panel } from "./panel.tsx";

const WORDS = {
  keys: { es: "Teclas del lienzo", en: "Keys of the canvas", pt: "Teclas do quadro" },
  edit: { es: "Editar", en: "Edit", pt: "Editar" },
  draw: { es: "Dibujar", en: "Draw", pt: "Desenhar" },
  see: { es: "Ver", en: "See", pt: "Ver" },
  go: { es: "Ir", en: "Go", pt: "Ir" },
  arrows: { es: "Ir al nodo vecino, por las conexiones", en: "Go to the next node, along edges", pt: "Ir ao nó vizinho, pelas conexões" },
  nudge: { es: "Mover lo seleccionado", en: "Move the selection", pt: "Mover a seleção" },
  extend: { es: "Ampliar la selección", en: "Extend the selection", pt: "Ampliar a seleção" },
  box: { es: "Seleccionar con un rectángulo", en: "Select by a box", pt: "Selecionar com um retângulo" },
  drag: { es: "arrastrar", en: "drag", pt: "arrastar" },
} satisfies Words<string>;

const SECTIONS: readonly Section[] = ["edit", "draw", "see", "go"];

export function Help() {
  const { doing } = useDesk();
  const say = useWords(WORDS);
  const language = useView((view) => view.language);
  const moves: [string, string][] = [
    ["← ↑ → ↓", say("arrows")], ["Alt+← ↑ → ↓", say("nudge")], ["Shift+← ↑ → ↓", say("extend")], [`Shift+${say("drag")}`, say("box")],
  ];
  return (
    <Panel title={say("keys")} onClose={() => doing.set({ panel: "none" })} isWide>
      <div className="tw-help">
        {SECTIONS.map((section) => (
          <section key={section}>
            <h3 className="tw-heading">{say(section)}</h3>
            <dl>
              {section === "go" && moves.map(([keys, title]) => <Line key={keys} title={title} keys={[keys]} />)}
              {COMMANDS.filter((command) => command.section === section && command.keys.length > 0).map(({ name, title, keys }) => (
                <Line key={name} title={title[language]} keys={keys.map(shownKeys)} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function Line({ title, keys }: { title: string; keys: readonly string[] }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{keys.map((key) => <kbd key={key} className="tw-key">{key}</kbd>)}</dd>
    </div>
  );
}
