// A field within a table: it looks like text until one is in it, and gives what was written when
// it is left or Enter is pressed. Escape takes it back.

import { useState } from "react";

interface Props {
  label: string;
  value: string;
  readOnly?: boolean;
  placeholder?: string;
  code?: boolean;
  language?: string;
  onCommit(value: string): void;
}

export function Cell({ label, value, readOnly = false, placeholder, code = false, language, onCommit }: Props) {
  const [typed, type] = useState<string>();
  const commit = () => {
    if (typed !== undefined && typed !== value) onCommit(typed);
    type(undefined);
  };
  return (
    <input
      className={code ? "tw-cell tw-cell--code" : "tw-cell"} aria-label={label} value={typed ?? value} readOnly={readOnly} placeholder={placeholder}
      lang={language} dir="auto" spellCheck={!code} autoComplete="off" title={value}
      onChange={(event) => type(event.target.value)} onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape" && typed !== undefined) {
          event.stopPropagation();
          type(undefined);
        }
      }}
    />
  );
}
