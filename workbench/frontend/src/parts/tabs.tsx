// Tabs by the pattern of the ARIA practices: arrows move, the panel is the caller's.

import type { KeyboardEvent } from "react";

export interface Tab {
  name: string;
  label: string;
  count?: number;
  tone?: "live" | "warn";
}

interface Props {
  name: string;
  tabs: Tab[];
  shown: string;
  show(name: string): void;
}

export function Tabs({ name, tabs, shown, show }: Props) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const now = tabs.findIndex((tab) => tab.name === shown);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!tab) return;
    event.preventDefault();
    show(tab.name);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.name)}"]`)?.focus();
  };
  return (
    <div className="tw-tabs" role="tablist" aria-label={name} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.name} type="button" role="tab" data-tab={tab.name} aria-selected={tab.name === shown}
          tabIndex={tab.name === shown ? 0 : -1} onClick={() => show(tab.name)}
        >
          {tab.label}
          {tab.count !== undefined && <span className="tw-count" data-tone={tab.tone}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
