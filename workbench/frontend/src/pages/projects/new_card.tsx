// A bot from nothing: a name and languages are all that it needs.

import { use, useState, type FormEvent } from "react";
import { projectAddress } from "../../frame/address.ts";
import { languageName } from "../../frame/completeness.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Project } from "../../project.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";

const WORDS = {
  title: { es: "Bot nuevo", en: "New bot", pt: "Bot novo" },
  name: { es: "Nombre", en: "Name", pt: "Nome" },
  languages: { es: "Idiomas; el primero es el suyo", en: "Languages; the first is its own", pt: "Idiomas; o primeiro é o seu" },
  make: { es: "Crear", en: "Make it", pt: "Criar" },
} satisfies Words<string>;

// Languages with texts to begin with (engine/project/new_texts.py); others are added afterwards.
const LANGUAGES = ["es", "en", "pt"];

export function NewCard({ project }: { project: Project }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [name, setName] = useState("");
  const [chosen, choose] = useState<string[]>([language]);
  const [busy, setBusy] = useState(false);
  const toggle = (code: string) => choose(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      location.assign(projectAddress(await project.host.ask<string>("projects.new", { name, languages: chosen, time_zone })));
    } catch (error) {
      setBusy(false);
      project.say((error as Error).message);
    }
  };
  return (
    <form className="tw-card tw-projects__new" onSubmit={(event) => void make(event)}>
      <h2 className="tw-heading">{words("title")}</h2>
      <label className="tw-label">
        {words("name")}
        <input className="tw-input" value={name} required maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </label>
      <fieldset className="tw-choices">
        <legend>{words("languages")}</legend>
        {LANGUAGES.map((code) => (
          <label key={code} className="tw-choice" data-chosen={chosen.includes(code)}>
            <input type="checkbox" checked={chosen.includes(code)} onChange={() => toggle(code)} />
            {languageName(code, language)} {chosen[0] === code && chosen.length > 1 ? "1" : ""}
          </label>
        ))}
      </fieldset>
      <button type="submit" className="tw-button tw-button--primary" disabled={busy || !name.trim() || chosen.length === 0}>
        <Icon name="plus" size={14} /> {words("make")}
      </button>
    </form>
  );
}
