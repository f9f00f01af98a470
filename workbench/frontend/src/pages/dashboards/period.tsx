// The period that is counted: a preset, or two days.

import { use, useEffect, useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { PERIODS, type Period as Preset } from "./scope.ts";
import type { Scope } from "./types.ts";

const WORDS = {
  period: { es: "Período", en: "Period", pt: "Período" },
  today: { es: "Hoy", en: "Today", pt: "Hoje" },
  yesterday: { es: "Ayer", en: "Yesterday", pt: "Ontem" },
  last_7: { es: "Últimos 7 días", en: "Last 7 days", pt: "Últimos 7 dias" },
  last_28: { es: "Últimos 28 días", en: "Last 28 days", pt: "Últimos 28 dias" },
  last_90: { es: "Últimos 90 días", en: "Last 90 days", pt: "Últimos 90 dias" },
  this_month: { es: "Este mes", en: "This month", pt: "Este mês" },
  last_month: { es: "El mes pasado", en: "Last month", pt: "O mês passado" },
  all: { es: "Toda la historia", en: "The whole history", pt: "Toda a história" },
  from: { es: "Desde", en: "From", pt: "De" },
  to: { es: "Hasta", en: "To", pt: "Até" },
  show: { es: "Mostrar", en: "Show", pt: "Mostrar" },
  zone: { es: "Días en {zone}", en: "Days in {zone}", pt: "Dias em {zone}" },
} satisfies Words<string>;

interface Props {
  scope: Scope;
  zone: string;
  onScope(scope: Scope): void;
}

export function Period({ scope, zone, onScope }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("[aria-checked=true], [role=radio]")?.focus();
    const outside = (event: Event) => {
      if (!event.composedPath().includes(box.current!)) setOpen(false);
    };
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [open]);
  const shown = scope.period in WORDS ? words(scope.period as Preset) : [scope.since, scope.until].map((date) => day(date, language)).join(" – ");
  const close = () => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  return (
    <div className="tw-menu" ref={box} onKeyDown={(event) => event.key === "Escape" && close()}>
      <button type="button" className="tw-button" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="clock" size={14} />
        <span className="tw-hidden">{`${words("period")}: `}</span>
        {shown}
        <Icon name="down" size={12} />
      </button>
      {open && (
        <div className="tw-menu__list tw-period" role="dialog" aria-label={words("period")} data-align="start" data-side="below">
          <div role="radiogroup" aria-label={words("period")}>
            {PERIODS.map((period) => (
              <button
                key={period} type="button" role="radio" aria-checked={period === scope.period}
                onClick={() => {
                  onScope({ ...scope, period, since: "", until: "" });
                  close();
                }}
              >
                {words(period)}
              </button>
            ))}
          </div>
          <Days scope={scope} onScope={(days) => (onScope(days), close())} />
          <p className="tw-note">{words("zone", { zone })}</p>
        </div>
      )}
    </div>
  );
}

function Days({ scope, onScope }: Omit<Props, "zone">) {
  const words = useWords(WORDS);
  const [since, setSince] = useState(scope.since);
  const [until, setUntil] = useState(scope.until);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onScope({ ...scope, period: "custom", since, until });
      }}
    >
      <label className="tw-label">
        <span>{words("from")}</span>
        <input type="date" className="tw-input" value={since} max={until} required onChange={({ target }) => setSince(target.value)} />
      </label>
      <label className="tw-label">
        <span>{words("to")}</span>
        <input type="date" className="tw-input" value={until} min={since} required onChange={({ target }) => setUntil(target.value)} />
      </label>
      <button type="submit" className="tw-button" disabled={!since || !until || since > until}>{words("show")}</button>
    </form>
  );
}

/** A day without a clock, which no time zone may move. */
function day(date: string, language: string): string {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString(language, { dateStyle: "medium", timeZone: "UTC" });
}
