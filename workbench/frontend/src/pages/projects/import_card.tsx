// A bot from another platform: its export is dropped here, recognised, and made ours.

import { useRef, useState } from "react";
import { sendAll, type Given } from "../../files.ts";
import { DropZone } from "../../parts/drop_zone.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import { ImportAsk } from "./import_ask.tsx";
import { useImport } from "./importing.ts";
import type { Asked, Brought, Looked, Platform, Shown } from "./types.ts";

const WORDS = {
  title: { es: "Importar de otra plataforma", en: "Import from another platform", pt: "Importar de outra plataforma" },
  platform: { es: "Plataforma", en: "Platform", pt: "Plataforma" },
  auto: { es: "Reconocerla", en: "Recognise it", pt: "Reconhecer" },
  choose: { es: "Elegir el archivo", en: "Choose the file", pt: "Escolher o arquivo" },
  folder: { es: "Elegir una carpeta", en: "Choose a folder", pt: "Escolher uma pasta" },
  hint: {
    es: "O suéltelos aquí: el .zip, el .json o la carpeta que exporta la plataforma, hasta 50 MB.",
    en: "Or drop them here: the .zip, the .json or the folder that the platform exports, up to 50 MB.",
    pt: "Ou solte aqui: o .zip, o .json ou a pasta que a plataforma exporta, até 50 MB.",
  },
  into: { es: "Lo que cambió entra en {name}", en: "What changed comes into {name}", pt: "O que mudou entra em {name}" },
  instead: { es: "Mejor un proyecto nuevo", en: "A new project instead", pt: "Melhor um projeto novo" },
  sending: { es: "Enviando {name}", en: "Sending {name}", pt: "Enviando {name}" },
  looking: { es: "Reconociendo {name}", en: "Recognising {name}", pt: "Reconhecendo {name}" },
  converting: { es: "Convirtiendo {name}", en: "Converting {name}", pt: "Convertendo {name}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  platforms: Platform[];
  /** The project that an export is to come into, where one was chosen. */
  into: Shown | undefined;
  onNew(): void;
  onDone(brought: Brought, asked: Asked): void;
}

interface Work {
  what: "sending" | "looking" | "converting";
  name: string;
  /** What has been sent, from 0 to 1; the rest has no measure. */
  sent?: number;
}

interface Question {
  name: string;
  upload: string;
  looked: Looked;
}

export function ImportCard({ project, platforms, into, onNew, onDone }: Props) {
  const words = useWords(WORDS);
  const [platform, setPlatform] = useState("auto");
  const [work, setWork] = useState<Work>();
  const [question, ask] = useState<Question>();
  const cancel = useRef<AbortController>(null);
  const bring = useImport(project.host);
  const start = async (name: string, asked: Asked) => {
    ask(undefined);
    setWork({ what: "converting", name });
    onDone(await bring(asked), asked);
  };
  const guarded = (act: () => Promise<void>) => {
    act().catch((error: Error) => error.name !== "AbortError" && project.say(error.message)).finally(() => setWork(undefined));
  };
  const take = (given: Given[]) => guarded(async () => {
    const name = given[0]!.path.split("/")[0]!;
    cancel.current = new AbortController();
    ask(undefined);
    setWork({ what: "sending", name, sent: 0 });
    const upload = await sendAll(project.host, given, { signal: cancel.current.signal, onProgress: (sent) => setWork({ what: "sending", name, sent }) });
    setWork({ what: "looking", name });
    const looked = await project.host.ask<Looked>("imports.look", { upload });
    const chosen = platform === "auto" ? looked.platforms[0]?.name : platform;
    const isSure = platform !== "auto" || looked.platforms.length === 1;
    const isFresh = into !== undefined || !looked.before.some(({ same }) => same);
    if (chosen && isSure && isFresh) await start(name, { upload, platform: chosen, ...(into && { project: into.folder }) });
    else ask({ name, upload, looked });
  });
  return (
    <section className="tw-card tw-projects__import">
      <h2 className="tw-heading">{words("title")}</h2>
      {question && !work && (
        <ImportAsk
          {...question} platforms={platforms} named={platform === "auto" ? "" : platform} onCancel={() => ask(undefined)}
          onStart={(chosen, target) => guarded(() => start(question.name, { upload: question.upload, platform: chosen, ...(target && { project: target }) }))}
        />
      )}
      {work && (
        <Progress
          label={words(work.what, { name: work.name })} part={work.sent}
          {...(work.what === "sending" ? { onCancel: () => cancel.current?.abort() } : {})}
        />
      )}
      {!work && !question && (
        <>
          {into && (
            <p className="tw-import__into">
              {words("into", { name: into.name })}{" "}
              <button type="button" className="tw-link" onClick={onNew}>{words("instead")}</button>
            </p>
          )}
          <label className="tw-label">
            {words("platform")}
            <select className="tw-input" value={platform} onChange={(event) => setPlatform(event.target.value)}>
              <option value="auto">{words("auto")}</option>
              {platforms.map(({ name, title }) => (
                <option key={name} value={name}>{title}</option>
              ))}
            </select>
          </label>
          <DropZone label={words("choose")} folderLabel={words("folder")} hint={words("hint")} onFiles={take} />
        </>
      )}
    </section>
  );
}
