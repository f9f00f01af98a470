// What can be done where the right button was pressed: the commands that hold there.

import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { useWords, type Words } from "../words.ts";
import { BY_NAME, canRun, type Command } from "./commands.ts";
import { type Desk, useDesk, useDoing, useView } from "./desk.ts";
import { isField } from "./keyboard.ts";
import { shownKeys } from "./keys.ts";
import { remarkIndex } from "./nodes.ts";

const WORDS = {
  menu: { es: "Acciones", en: "Actions", pt: "Ações" },
} satisfies Words<string>;

const ON_NODES = ["write", "title", "connect", "follow", "fold", "copy", "cut", "duplicate", "moveTo", "rename", "arrange", "delete", "dissolve"];
const ON_CANVAS = ["add", "comment", "paste", "selectAll", "arrange", "unfold", "fit", "find"];

export function ContextMenu() {
  const at = useDoing((doing) => doing.menu);
  return at ? <Open key={`${at.x} ${at.y}`} x={at.x} y={at.y} /> : null;
}

function Open({ x, y }: { x: number; y: number }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const language = useView((view) => view.language);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
  }, []);
  const names = desk.chosen.length ? ON_NODES : ON_CANVAS;
  const commands = names.map((name) => BY_NAME.get(name)!).filter((command) => canRun(desk, command));
  const close = () => desk.doing.set({ menu: undefined });
  const act = (command: Command) => {
    close();
    desk.focus();
    command.run(desk);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const all = [...box.current!.querySelectorAll("button")];
    const now = all.indexOf(event.target as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) all[(now + step + all.length) % all.length]?.focus();
    else if (event.key !== "Escape") return;
    else {
      close();
      desk.focus();
    }
    event.preventDefault();
  };
  const around = desk.root?.getBoundingClientRect() ?? { x: 0, y: 0, width: 800, height: 600 };
  const left = Math.max(8, Math.min(x - around.x, around.width - 250));
  const top = Math.max(8, Math.min(y - around.y, around.height - commands.length * 27 - 20));
  return (
    <div
      className="tw-canvas-menu" role="menu" aria-label={say("menu")} ref={box} style={{ left, top }} onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || close()}
    >
      {commands.map((command) => (
        <button key={command.name} role="menuitem" tabIndex={-1} onClick={() => act(command)}>
          <span>{command.title[language]}</span>
          {command.keys[0] && <kbd className="tw-key">{shownKeys(command.keys[0])}</kbd>}
        </button>
      ))}
    </div>
  );
}

/** The menu is about the card that was pressed, and about all that are selected if it is one of them. */
export function openMenu(desk: Desk, event: MouseEvent): void {
  if (isField(event.target)) return;
  event.preventDefault();
  const { clientX: x, clientY: y } = event;
  const id = (event.target as Element).closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  if (id === undefined) desk.select([]);
  else if (!desk.chosen.includes(id)) {
    const isRemark = remarkIndex(id) !== undefined;
    desk.picked = isRemark ? [] : [id];
    desk.select([...desk.picked], isRemark ? [id] : []);
  }
  desk.doing.set({ menu: { x, y } });
}
