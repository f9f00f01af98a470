// A small sheet over the canvas, for one question. Escape closes it and gives the canvas its keys.

import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { useDesk } from "./desk.ts";

const WORDS = {
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
} satisfies Words<string>;

interface Props {
  title: string;
  onClose(): void;
  children: ReactNode;
  isWide?: boolean;
}

export function Panel({ title, onClose, children, isWide = false }: Props) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const all = box.current;
    (all?.querySelector<HTMLElement>("input, [data-first], .tw-button") ?? all?.querySelector("button"))?.focus();
  }, []);
  const close = () => {
    onClose();
    desk.focus();
  };
  return (
    <div
      className={isWide ? "tw-question tw-question--wide" : "tw-question"} ref={box} role="dialog" aria-label={title}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      <div className="tw-question-head">
        <h2>{title}</h2>
        <button className="tw-iconbutton" onClick={close} aria-label={say("close")} title={say("close")}><Icon name="close" /></button>
      </div>
      {children}
    </div>
  );
}
