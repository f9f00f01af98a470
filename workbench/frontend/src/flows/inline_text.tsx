// A text written on the card itself: Enter keeps it (with Ctrl where it has lines), Escape does not.

import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { Steps } from "../edits.ts";
import { nodePath } from "../graph/places.ts";
import { useWords, type Words } from "../words.ts";
import { useDesk } from "./desk.ts";
import { writeNext } from "./writing.ts";

const WORDS = {
  text: { es: "Texto", en: "Text", pt: "Texto" },
} satisfies Words<string>;

interface Props {
  node: string;
  /** From the node. */
  path: Steps;
  text: string;
  oneLine?: boolean;
}

export function InlineText({ node, path, text, oneLine = false }: Props) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const [value, setValue] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (isKept: boolean, isByKey: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    if (isKept && value !== text) {
      desk.edit([{ path: [...nodePath(desk.canvas, node), ...path], value }], "wrote", { title: desk.titleOf(node) });
    }
    desk.doing.set({ editing: undefined });
    if (isByKey) desk.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Tab") {
      event.preventDefault();
      end(true, false);
      return writeNext(desk, node, path, event.shiftKey ? -1 : 1);
    }
    const isEnd = event.key === "Enter" && (oneLine || !event.shiftKey);
    if (event.key === "Escape" || isEnd) {
      event.preventDefault();
      end(isEnd, true);
    }
  };
  return (
    <textarea
      ref={field} className="tw-inline nodrag nopan nowheel" aria-label={say("text")} dir="auto" value={value}
      rows={oneLine ? 1 : Math.min(8, value.split("\n").length + Math.ceil(value.length / 28))}
      onChange={(event) => setValue(oneLine ? event.target.value.replaceAll("\n", " ") : event.target.value)}
      onKeyDown={onKeyDown} onBlur={() => end(true, false)} onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
