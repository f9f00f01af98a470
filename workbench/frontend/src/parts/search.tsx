// A field that narrows what is shown below it.

import { Icon } from "./icon.tsx";

interface Props {
  name: string;
  value: string;
  onChange(value: string): void;
}

export function Search({ name, value, onChange }: Props) {
  return (
    <div className="tw-search">
      <Icon name="find" size={14} />
      <input
        type="search" aria-label={name} placeholder={name} value={value} onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value) {
            event.stopPropagation();
            onChange("");
          }
        }}
      />
    </div>
  );
}

/** Lower case and without accents, as people search. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
