// All channels side by side, over the page.

import { useEffect, useRef } from "react";
import type { SheetProps } from "../frame/slots.ts";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Preview } from "./preview.tsx";

const WORDS = {
  title: { es: "El nodo en cada canal", en: "The node on every channel", pt: "O nó em cada canal" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
} satisfies Words<string>;

export function PreviewSheet({ project, stage, close }: SheetProps) {
  const words = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      className="tw-preview-sheet" role="dialog" aria-modal="true" aria-label={words("title")} tabIndex={-1} ref={box}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <header>
        <h2>{words("title")}</h2>
        <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={close}><Icon name="close" /></button>
      </header>
      <Preview project={project} stage={stage} isWide />
    </div>
  );
}
