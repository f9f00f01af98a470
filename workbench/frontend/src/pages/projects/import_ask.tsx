// What only a person knows of an upload: its platform, or whether it goes into a project that is there.

import { useState } from "react";
import { useWords, type Words } from "../../words.ts";
import type { Looked, Platform } from "./types.ts";

const WORDS = {
  none: {
    es: "«{name}» no parece de ninguna plataforma conocida. Contiene: {summary}. Si sabe de cuál es, elíjala.",
    en: "“{name}” looks like no platform that is known here. It holds: {summary}. If you know which one it is, choose it.",
    pt: "“{name}” não parece de nenhuma plataforma conhecida. Contém: {summary}. Se sabe qual é, escolha-a.",
  },
  several: {
    es: "«{name}» parece de varias plataformas. ¿De cuál es?", en: "“{name}” looks like several platforms. Which is it?",
    pt: "“{name}” parece de várias plataformas. De qual é?",
  },
  platform: { es: "Plataforma", en: "Platform", pt: "Plataforma" },
  before: {
    es: "Ya se importó un bot de {platform}. ¿Traer a él lo que cambió, o hacer un proyecto nuevo? Lo que usted cambió se conserva.",
    en: "A bot of {platform} was imported before. Bring what changed into it, or make a new project? What you changed is kept.",
    pt: "Já se importou um bot de {platform}. Trazer a ele o que mudou, ou criar um projeto novo? O que você mudou é mantido.",
  },
  into: { es: "Actualizar {name}", en: "Update {name}", pt: "Atualizar {name}" },
  fresh: { es: "Proyecto nuevo", en: "New project", pt: "Projeto novo" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
} satisfies Words<string>;

interface Props {
  name: string;
  looked: Looked;
  platforms: Platform[];
  /** The platform that the person named beforehand, "" where none. */
  named: string;
  onStart(platform: string, into: string): void;
  onCancel(): void;
}

export function ImportAsk({ name, looked, platforms, named, onStart, onCancel }: Props) {
  const words = useWords(WORDS);
  const offered = looked.platforms.length ? looked.platforms : platforms;
  const [platform, setPlatform] = useState(named || offered[0]!.name);
  const title = platforms.find((one) => one.name === platform)?.title ?? platform;
  const before = looked.before.filter(({ same }) => same);
  const isOpen = !named && looked.platforms.length !== 1;
  return (
    <div className="tw-import__ask">
      {isOpen && (
        <>
          <p role="alert">{words(looked.platforms.length ? "several" : "none", { name, summary: looked.summary })}</p>
          <label className="tw-label">
            {words("platform")}
            <select className="tw-input" value={platform} onChange={(event) => setPlatform(event.target.value)}>
              {offered.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}
            </select>
          </label>
        </>
      )}
      {before.length > 0 && <p>{words("before", { platform: title })}</p>}
      <div className="tw-import__choices">
        {before.map((one, index) => (
          <button
            key={one.folder} type="button" className={`tw-button${index === 0 ? " tw-button--primary" : ""}`}
            onClick={() => onStart(platform, one.folder)}
          >
            {words("into", { name: one.name })}
          </button>
        ))}
        <button type="button" className={`tw-button${before.length ? "" : " tw-button--primary"}`} onClick={() => onStart(platform, "")}>
          {words("fresh")}
        </button>
        <button type="button" className="tw-button tw-button--plain" onClick={onCancel}>{words("cancel")}</button>
      </div>
    </div>
  );
}
