// Lists of plain texts by language - phrases, keywords, synonyms - one a line, so that a list is
// pasted as it comes.

import { useMemo } from "react";
import type { Steps } from "../../edits.ts";
import type { Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { useDraft } from "../draft.ts";
import { useForm } from "../form_context.ts";

const WORDS = {
  count: { es: "{count} en {language}, una por línea", en: "{count} in {language}, one a line", pt: "{count} em {language}, uma por linha" },
} satisfies Words<string>;

const MOST_ROWS = 12;

interface Props {
  label: string;
  path: Steps;
  value: Record<string, string[]>;
}

export function LinesField({ label, path, value }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const lines = value[form.language] ?? [];
  const joined = useMemo(() => lines.join("\n"), [lines]);
  const draft = useDraft(joined, (text) => {
    const kept = text.split("\n").map((line) => line.trim()).filter(Boolean);
    const { [form.language]: _, ...rest } = value;
    if (kept.length) form.set([...path, form.language], kept, label);
    else if (Object.keys(rest).length) form.set(path, rest as Json, label);
    else form.set(path, undefined, label);
  });
  return (
    <>
      <textarea
        className="tw-input" aria-label={`${label} (${form.language})`} lang={form.language} dir="auto" readOnly={form.readOnly}
        rows={Math.min(Math.max(draft.text.split("\n").length, 2), MOST_ROWS)} value={draft.text}
        onChange={(event) => draft.type(event.target.value)} onBlur={draft.settle} onKeyDown={(event) => event.stopPropagation()}
      />
      <div className="tw-field__foot">{word("count", { count: lines.length, language: form.language })}</div>
    </>
  );
}
