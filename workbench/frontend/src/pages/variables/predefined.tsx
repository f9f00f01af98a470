// Names that the platform fills in every conversation.

import { use } from "react";
import { folded } from "../../parts/search.tsx";
import { useProject, type Project } from "../../project.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { TYPE_WORDS } from "./families.ts";

const WORDS = {
  name: { es: "Nombre", en: "Name", pt: "Nome" },
  type: { es: "Tipo", en: "Type", pt: "Tipo" },
  example: { es: "Por ejemplo", en: "For example", pt: "Por exemplo" },
  meaning: { es: "Qué es", en: "What it is", pt: "O que é" },
} satisfies Words<string>;

export function Predefined({ project, sought }: { project: Project; sought: string }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const shown = useProject(project, (view) => view.settings.predefined).filter((one) => folded(`${one.name} ${one.meaning[language]}`).includes(folded(sought)));
  return (
    <table className="tw-table tw-card">
      <thead>
        <tr>{(["name", "type", "example", "meaning"] as const).map((key) => <th key={key} scope="col">{words(key)}</th>)}</tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <tr key={one.name}>
            <th scope="row"><code>{`\${${one.name}}`}</code></th>
            <td>{TYPE_WORDS[one.type]?.[language] ?? one.type}</td>
            <td><code>{one.example}</code></td>
            <td>{one.meaning[language]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
