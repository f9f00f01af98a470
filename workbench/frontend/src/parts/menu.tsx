// A button that opens a list of things to do or to choose from.

import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon } from "./icon.tsx";

export interface MenuItem {
  label: ReactNode;
  act(): void;
  /** For choices: whether it is the one that holds now. */
  chosen?: boolean;
  disabled?: boolean;
  icon?: string;
}

interface Props {
  /** Read out; shown too where there are no children. */
  name: string;
  items: MenuItem[];
  children?: ReactNode;
  className?: string;
  /** The side of the button at which the list lies. */
  align?: "start" | "end";
  side?: "below" | "above" | "right";
}

export function Menu({ name, items, children, className = "tw-button tw-button--plain", align = "start", side = "below" }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const shown = box.current?.querySelector<HTMLElement>("[aria-checked=true]:not(:disabled), [role^=menuitem]:not(:disabled)");
    shown?.focus();
    const outside = (event: Event) => {
      if (!event.composedPath().includes(box.current!)) setOpen(false);
    };
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="tw-menu" ref={box} onKeyDown={(event) => open && keys(event, box.current!, close)}>
      <button
        ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined}
        title={children ? name : undefined} onClick={() => setOpen(!open)}
      >
        {children ? <span className="tw-hidden">{`${name}: `}</span> : name}
        {children}
        <Icon name="down" size={12} />
      </button>
      {open && (
        <div className="tw-menu__list" role="menu" id={id} aria-label={name} data-align={align} data-side={side}>
          {items.map((item, index) => (
            <button
              key={index} type="button" tabIndex={-1} disabled={item.disabled}
              role={item.chosen === undefined ? "menuitem" : "menuitemradio"} aria-checked={item.chosen}
              onClick={() => {
                close();
                item.act();
              }}
            >
              {item.icon && <Icon name={item.icon} size={14} />}
              <span>{item.label}</span>
              {item.chosen && <Icon name="check" size={14} />}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function keys(event: KeyboardEvent, box: HTMLElement, close: () => void): void {
  const items = [...box.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
  const root = box.getRootNode() as Document | ShadowRoot;
  const now = items.indexOf(root.activeElement as HTMLElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length]?.focus();
  else if (event.key === "Escape") close();
  else {
    if (event.key === "Tab") close();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
