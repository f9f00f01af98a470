// The name of something the bot has: picked from what is there, or new.

import { Combobox } from "../../parts/combobox.tsx";
import { useWords, type Words } from "../../words.ts";
import { useForm } from "../form_context.ts";
import { namesOf } from "../names.ts";

const WORDS = {
  open: { es: "Ir a {name}", en: "Go to {name}", pt: "Ir a {name}" },
} satisfies Words<string>;

interface Props {
  label: string;
  role: string;
  value: string;
  onChange(value: string): void;
}

export function NameField({ label, role, value, onChange }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const names = namesOf(role, form.tree, form.bot, form.language);
  const isNode = role === "target" && names.some(({ name }) => name === value);
  return (
    <div className="tw-name">
      <Combobox label={label} value={value} suggestions={names} disabled={form.readOnly} onChange={onChange} />
      {isNode && (
        <button type="button" className="tw-tool" aria-label={word("open", { name: value })} title={word("open", { name: value })} onClick={() => form.follow(value)}>
          →
        </button>
      )}
    </div>
  );
}
