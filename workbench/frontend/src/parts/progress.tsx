// How far long work is, and the way to end it.

import { useWords, type Words } from "../words.ts";

const WORDS = { cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" } } satisfies Words<string>;

interface Props {
  label: string;
  /** From 0 to 1; without it nobody knows. */
  part?: number | undefined;
  onCancel?(): void;
}

export function Progress({ label, part, onCancel }: Props) {
  const words = useWords(WORDS);
  return (
    <div className="tw-progress" role="status">
      <span>{label}</span>
      <progress aria-label={label} max={1} {...(part === undefined ? {} : { value: part })} />
      {onCancel && (
        <button type="button" className="tw-button tw-button--plain" onClick={onCancel}>
          {words("cancel")}
        </button>
      )}
    </div>
  );
}
