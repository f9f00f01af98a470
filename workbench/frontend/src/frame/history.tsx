// Undo and redo, each saying what it would do.

import { Icon } from "../parts/icon.tsx";
import type { PageProps } from "../pages/index.ts";
import { useProject } from "../project.ts";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  undo: { es: "Deshacer: {what}", en: "Undo: {what}", pt: "Desfazer: {what}" },
  redo: { es: "Rehacer: {what}", en: "Redo: {what}", pt: "Refazer: {what}" },
  nothing: { es: "nada", en: "nothing", pt: "nada" },
} satisfies Words<string>;

export function History({ project }: PageProps) {
  const words = useWords(WORDS);
  const undo = useProject(project, (view) => view.undo);
  const redo = useProject(project, (view) => view.redo);
  const steps = [
    { key: "undo", what: undo, keys: "Ctrl+Z", act: () => project.undo() },
    { key: "redo", what: redo, keys: "Ctrl+Shift+Z", act: () => project.redo() },
  ] as const;
  return (
    <>
      {steps.map(({ key, what, keys, act }) => {
        const label = words(key, { what: what ?? words("nothing") });
        return (
          <button
            key={key} type="button" className="tw-iconbutton" disabled={what === null}
            aria-label={label} title={`${label} (${keys})`} onClick={() => void act()}
          >
            <Icon name={key} />
          </button>
        );
      })}
    </>
  );
}
