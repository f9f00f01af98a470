// The channels on which the bot speaks, of those that are installed.

import { useForm } from "../../forms/form_context.ts";
import type { SettingProps } from "./section.tsx";

export function ChannelsField({ field, value, label }: SettingProps) {
  const form = useForm();
  const chosen = (value ?? field.default ?? []) as string[];
  const known = form.catalogue.channels;
  // Shut by its owner, or not installed here: it stays in sight only to be taken away.
  const names = [...Object.keys(known).filter((name) => !known[name]!.successor || chosen.includes(name)), ...chosen.filter((name) => !(name in known))];
  const toggle = (name: string) => form.set([field.name], chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name], label);
  return (
    <div className="tw-choices">
      {names.map((name) => (
        <label key={name} className="tw-choice" data-chosen={chosen.includes(name)}>
          <input type="checkbox" checked={chosen.includes(name)} disabled={form.readOnly} onChange={() => toggle(name)} />
          {known[name]?.title || name}
        </label>
      ))}
    </div>
  );
}
