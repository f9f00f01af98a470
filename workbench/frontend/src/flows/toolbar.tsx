// The tools above the canvas.

import { Glyph } from "../parts/glyph.tsx";
import { useWords, type Words } from "../words.ts";
import { BY_NAME, canRun, run } from "./commands.ts";
import { useCanvas, useDesk, useDoing, useSeen, useView } from "./desk.ts";
import { shownKeys } from "./keys.ts";

const WORDS = {
  tools: { es: "Herramientas del lienzo", en: "Tools of the canvas", pt: "Ferramentas do quadro" },
  drawer: { es: "Temas y nodos", en: "Topics and nodes", pt: "Tópicos e nós" },
} satisfies Words<string>;

const TOOLS: readonly (readonly [name: string, icon: string])[][] = [
  [["undo", "undo"], ["redo", "redo"]],
  [["add", "add"], ["comment", "note"], ["arrange", "tidy"], ["fold", "fold"]],
  [["fit", "fit"], ["minimap", "map"], ["back", "back"]],
  [["find", "search"], ["help", "help"]],
];

export function Toolbar() {
  const desk = useDesk();
  const say = useWords(WORDS);
  // Whether a tool can be used follows from these.
  useCanvas();
  useSeen((seen) => seen.nodes);
  useSeen((seen) => seen.back);
  useView((view) => view.undo);
  useView((view) => view.redo);
  useView((view) => view.pending > 0);
  const language = useView((view) => view.language);
  const isOpen = useDoing(({ drawer }) => drawer);
  return (
    <div className="tw-canvas-tools" role="toolbar" aria-label={say("tools")}>
      <button
        className="tw-canvas-tool tw-canvas-tool--drawer" aria-label={say("drawer")} title={say("drawer")} aria-expanded={isOpen}
        onClick={() => desk.doing.set({ drawer: !isOpen })}
      >
        <Glyph name="list" />
      </button>
      {TOOLS.map((group, index) => (
        <span className="tw-canvas-tools-group" key={index}>
          {group.map(([name, icon]) => {
            const command = BY_NAME.get(name)!;
            const title = command.title[language];
            const keys = command.keys[0] ? ` (${shownKeys(command.keys[0])})` : "";
            const hint = name === "undo" || name === "redo" ? desk.project.current[name] : null;
            return (
              <button
                key={name} className="tw-canvas-tool" aria-label={title} title={`${title}${hint ? `: ${hint}` : ""}${keys}`}
                disabled={!canRun(desk, command)} onClick={() => run(desk, name)}
              >
                <Glyph name={icon} />
              </button>
            );
          })}
        </span>
      ))}
    </div>
  );
}
