// A number, with its unit where the setting's name has one.

import { useDraft } from "../draft.ts";
import { useForm } from "../form_context.ts";

const UNITS: Record<string, string> = { _s: "s", _ms: "ms", _h: "h", seconds: "s" };

interface Props {
  label: string;
  name: string;
  value: number | null;
  whole: boolean;
  optional: boolean;
  onChange(value: number | null): void;
}

export function NumberField({ label, name, value, whole, optional, onChange }: Props) {
  const form = useForm();
  const draft = useDraft(value === null ? "" : String(value), (text) => {
    const number = Number(text.replace(",", "."));
    if (text.trim() === "") onChange(optional ? null : 0);
    else if (Number.isFinite(number)) onChange(whole ? Math.round(number) : number);
  });
  const unit = Object.entries(UNITS).find(([ending]) => name.endsWith(ending))?.[1];
  return (
    <span className="tw-number">
      <input
        className="tw-input" inputMode={whole ? "numeric" : "decimal"} aria-label={unit ? `${label} (${unit})` : label} value={draft.text} readOnly={form.readOnly}
        onChange={(event) => draft.type(event.target.value)} onBlur={draft.settle} onKeyDown={(event) => event.stopPropagation()}
      />
      {unit && <span aria-hidden="true">{unit}</span>}
    </span>
  );
}
