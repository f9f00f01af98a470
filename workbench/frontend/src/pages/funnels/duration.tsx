// A length of time: a number and its unit; empty is no limit.

import { useEffect, useState } from "react";
import { useWords, type Words } from "../../words.ts";
import { inUnit, type Unit, UNITS } from "./spec.ts";

const WORDS = {
  unit: { es: "Unidad", en: "Unit", pt: "Unidade" },
  s: { es: "segundos", en: "seconds", pt: "segundos" },
  min: { es: "minutos", en: "minutes", pt: "minutos" },
  h: { es: "horas", en: "hours", pt: "horas" },
  d: { es: "días", en: "days", pt: "dias" },
  none: { es: "sin límite", en: "no limit", pt: "sem limite" },
} satisfies Words<string>;

interface Props {
  name: string;
  seconds: number | null | undefined;
  onChange(seconds: number | null): void;
  /** Whether the name is beside, and only read out here. */
  isBare?: boolean;
}

export function Duration({ name, seconds, onChange, isBare = false }: Props) {
  const words = useWords(WORDS);
  const [text, setText] = useState("");
  const [unit, setUnit] = useState<Unit>("h");
  useEffect(() => {
    const [count, found] = seconds ? inUnit(seconds) : ["", unit];
    setText(String(count));
    setUnit(found as Unit);
  }, [seconds]);
  const send = (written: string, by: Unit) => {
    const count = Number(written.replace(",", "."));
    onChange(written.trim() === "" || !Number.isFinite(count) ? null : Math.round(count * UNITS[by]));
  };
  const fields = (
    <span className="tw-duration">
      <input
        className="tw-input" inputMode="decimal" aria-label={name} placeholder={words("none")} value={text} onChange={({ target }) => setText(target.value)}
        onBlur={() => send(text, unit)} onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), send(text, unit))}
      />
      <select
        className="tw-input" aria-label={`${name}: ${words("unit")}`} value={unit}
        onChange={({ target }) => {
          setUnit(target.value as Unit);
          if (text.trim()) send(text, target.value as Unit);
        }}
      >
        {(Object.keys(UNITS) as Unit[]).map((one) => <option key={one} value={one}>{words(one)}</option>)}
      </select>
    </span>
  );
  return isBare ? fields : <div className="tw-label"><span aria-hidden="true">{name}</span>{fields}</div>;
}
