// A sentence about something that happened, over the page until it was read.

import { useEffect, useState, type ReactNode } from "react";
import { useWords, type Words } from "../words.ts";
import { Icon } from "./icon.tsx";

const WORDS = { close: { es: "Cerrar", en: "Close", pt: "Fechar" } } satisfies Words<string>;

const SHOWN_MS = 12_000;

interface Props {
  tone: "bad" | "ok" | "info";
  children: ReactNode;
  onClose(): void;
}

export function Toast({ tone, children, onClose }: Props) {
  const words = useWords(WORDS);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, children]);
  return (
    <div
      className="tw-toast" data-tone={tone} role={tone === "bad" ? "alert" : "status"}
      onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}
    >
      <Icon name={tone === "bad" ? "warning" : "info"} />
      <p>{children}</p>
      <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={onClose}>
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
