// What two people changed in different ways: side by side, with a choice each.

import { useState } from "react";
import type { Project } from "../../project.ts";
import type { Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { Conflict, Kept } from "./types.ts";

const WORDS = {
  about: { es: "Alguien escribió los archivos mientras usted los cambiaba. Lo demás ya está combinado; elija aquí.", en: "Somebody wrote the files while you changed them. All else is brought together; choose here.", pt: "Alguém escreveu os arquivos enquanto você os alterava. O resto já está combinado; escolha aqui." },
  ours: { es: "Lo suyo", en: "Yours", pt: "O seu" },
  theirs: { es: "Lo del archivo", en: "The file's", pt: "O do arquivo" },
  base: { es: "Lo de antes", en: "As it was", pt: "Como era" },
  settle: { es: "Aplicar lo elegido", en: "Apply the choices", pt: "Aplicar as escolhas" },
  fault: { es: "Un archivo que otro escribió no se puede leer. No se escribe encima hasta que alguien decida.", en: "A file that somebody wrote cannot be read. It is not written over until somebody decides.", pt: "Um arquivo que alguém escreveu não pode ser lido. Não se escreve por cima até alguém decidir." },
  over: { es: "Escribir encima lo que hay aquí", en: "Write over it with what is here", pt: "Escrever por cima com o que há aqui" },
  nothing: { es: "(nada)", en: "(nothing)", pt: "(nada)" },
} satisfies Words<string>;

export type Side = "ours" | "theirs" | "base";

interface Props {
  project: Project;
  kept: Kept;
  onKept(kept: Kept): void;
}

export function Conflicts({ project, kept, onKept }: Props) {
  const words = useWords(WORDS);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const request = (what: string, args: object = {}) => void project.host.ask<Kept>(what, args).then(onKept, (error: Error) => project.say(error.message));
  return (
    <div className="tw-coverage">
      {kept.fault && (
        <section className="tw-conflict" aria-label={words("fault")}>
          <p>{words("fault")}</p>
          <p className="tw-note">{`${kept.fault.location?.file ?? ""} ${kept.fault.message}; ${kept.fault.remedy}`}</p>
          <button type="button" className="tw-button" onClick={() => request("versions.write_over")}>{words("over")}</button>
        </section>
      )}
      {kept.conflicts.length > 0 && <p>{words("about")}</p>}
      {kept.conflicts.map((conflict) => (
        <Choice key={conflict.key} conflict={conflict} chosen={choices[conflict.key] ?? "ours"} onChoose={(side) => setChoices({ ...choices, [conflict.key]: side })} />
      ))}
      {kept.conflicts.length > 0 && (
        <button type="button" className="tw-button tw-button--primary" onClick={() => request("versions.choose", { choices })}>{words("settle")}</button>
      )}
    </div>
  );
}

export function Choice({ conflict, chosen, onChoose }: { conflict: Conflict; chosen: Side; onChoose(side: Side): void }) {
  const words = useWords(WORDS);
  const { location } = conflict;
  return (
    <fieldset className="tw-conflict">
      <legend>{[location.topic, location.node, location.path].filter(Boolean).join(" › ")}</legend>
      <p className="tw-note">{conflict.words}</p>
      <div className="tw-conflict__sides">
        {(["ours", "theirs", "base"] as const).map((side) => (
          <label key={side}>
            <span>
              <input type="radio" name={conflict.key} checked={chosen === side} onChange={() => onChoose(side)} />
              {words(side)}
            </span>
            <pre dir="auto">{shown(conflict[side]) || words("nothing")}</pre>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
