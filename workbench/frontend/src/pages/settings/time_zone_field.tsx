// A time zone by its IANA name, with what the clock says there now.

import { use, useMemo } from "react";
import { useForm } from "../../forms/form_context.ts";
import { Combobox } from "../../parts/combobox.tsx";
import { LanguageContext } from "../../words.ts";
import type { SettingProps } from "./section.tsx";

export function TimeZoneField({ field, value, label }: SettingProps) {
  const form = useForm();
  const language = use(LanguageContext);
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone")].map((name) => ({ name, hint: "" })), []);
  const zone = String(value ?? field.default ?? "UTC");
  return (
    <div className="tw-settings__zone">
      <Combobox label={label} value={zone} suggestions={zones} disabled={form.readOnly} onChange={(name) => name && form.set([field.name], name, label)} />
      <span className="tw-note">{clockIn(zone, language)}</span>
    </div>
  );
}

function clockIn(zone: string, language: string): string {
  try {
    return new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" }).format();
  } catch {
    return "";
  }
}
