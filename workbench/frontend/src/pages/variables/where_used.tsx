// The places that use a name; a click goes there.

import { useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { useProject, type Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";

const WORDS = {
  title: { es: "Dónde se usa", en: "Where it is used", pt: "Onde se usa" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  none: { es: "En ninguna parte.", en: "Nowhere.", pt: "Em lugar nenhum." },
  sets: { es: "le da valor", en: "gives it a value", pt: "dá valor" },
  settings: { es: "Ajustes", en: "Settings", pt: "Ajustes" },
} satisfies Words<string>;

interface Place {
  topic: string;
  node: string;
  place: string;
  text: string;
  sets: boolean;
}

interface Props {
  project: Project;
  stage: Stage;
  bot: string;
  family: string;
  name: string;
  onClose(): void;
}

export function WhereUsed({ project, stage, bot, family, name, onClose }: Props) {
  const words = useWords(WORDS);
  const [places, setPlaces] = useState<Place[]>();
  const revision = useProject(project, (view) => view.revision);
  useEffect(() => {
    project.host.ask<Place[]>("names.where", { bot, family, name }).then(setPlaces, (error: Error) => project.say(error.message));
  }, [project, bot, family, name, revision]);
  return (
    <aside className="tw-card tw-where" aria-label={`${words("title")}: ${name}`}>
      <header>
        <h2 className="tw-heading">{words("title")}</h2>
        <code>{name}</code>
        <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={onClose}><Icon name="close" size={14} /></button>
      </header>
      {places?.length === 0 && <p className="tw-note">{words("none")}</p>}
      <ul>
        {places?.map((place, index) => (
          <li key={index}>
            {place.node ? (
              <button type="button" onClick={() => stage.goTo({ bot, topic: place.topic, node: place.node, path: place.place })}>
                <strong>{place.topic} / {place.node}</strong> {place.sets && <span className="tw-tag">{words("sets")}</span>}
                <span dir="auto">{place.text}</span>
              </button>
            ) : (
              <div><strong>{words("settings")} / {place.place}</strong><span>{place.text}</span></div>
            )}
          </li>
        ))}
      </ul>
    </aside>
  );
}
