// A text in the shown language, with its other languages below.

import { useState } from "react";
import type { Steps } from "../../edits.ts";
import type { Json, Text } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { useForm, written } from "../form_context.ts";
import { HoleText } from "../hole_text.tsx";

const WORDS = {
  others: { es: "Otros idiomas", en: "Other languages", pt: "Outros idiomas" },
  missing: { es: "falta", en: "missing", pt: "falta" },
  counted: { es: "{count} de {limit}", en: "{count} of {limit}", pt: "{count} de {limit}" },
} satisfies Words<string>;

interface Props {
  label: string;
  path: Steps;
  value: Text;
  required: boolean;
  focus: string;
  /** `text`, or `label` for the short text of a button. */
  role: string;
}

export function TextField({ label, path, value, required, focus, role }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const [unfolded, setUnfolded] = useState(false);
  const languages = (form.bot.languages ?? []).filter((one) => one !== form.language);
  const missing = languages.filter((one) => !value[one] && (required || value[form.language]));
  const limit = form.catalogue.limits[role === "label" ? "option_chars" : "text_chars"] ?? 0;
  const isWanted = (one: string) => focus === `${written(path)}.${one}`;

  const put = (language: string, text: string) => {
    const { [language]: _, ...rest } = value;
    if (text) form.set([...path, language], text, label);
    // The last text that goes takes the setting with it.
    else if (Object.keys(rest).length === 0 && !required) form.set(path, undefined, label);
    else if (language in value) form.set(path, rest as Json, label);
  };
  const edited = (language: string, shownLabel: string) => (
    <HoleText key={language} label={shownLabel} language={language} value={value[language] ?? ""} focused={isWanted(language) || (language === form.language && focus === written(path))} onCommit={(text) => put(language, text)} />
  );

  const count = [...(value[form.language] ?? "")].length;
  return (
    <>
      {edited(form.language, languages.length ? `${label} (${form.language})` : label)}
      <div className="tw-field__foot">
        {languages.length > 0 && (
          <button type="button" className="tw-link" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {word("others")}
            {missing.length > 0 && <span className="tw-field__missing">{` · ${word("missing")} ${missing.join(", ")}`}</span>}
          </button>
        )}
        {limit > 0 && count > limit * 0.8 && <span data-over={count > limit}>{word("counted", { count, limit })}</span>}
      </div>
      {(unfolded || languages.some(isWanted)) &&
        languages.map((language) => (
          <div key={language} className="tw-field__language">
            <span className="tw-field__code">{language}</span>
            {edited(language, `${label} (${language})`)}
          </div>
        ))}
    </>
  );
}
