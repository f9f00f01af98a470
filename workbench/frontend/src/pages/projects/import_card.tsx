// A bot from another platform: its export is dropped here, recognised, and made ours.

import { useEffect, useRef, useState } from "react";
import { send } from "../../files.ts";
import { DropZone } from "../../parts/drop_zone.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import type { Platform } from "./types.ts";

const WORDS = {
  title: { es: "Importar de otra plataforma", en: "Import from another platform", pt: "Importar de outra plataforma" },
  platform: { es: "Plataforma", en: "Platform", pt: "Plataforma" },
  auto: { es: "Reconocerla", en: "Recognise it", pt: "Reconhecer" },
  choose: { es: "Elegir el archivo", en: "Choose the file", pt: "Escolher o arquivo" },
  hint: {
    es: "O suéltelo aquí: el .zip o .json que exporta la plataforma, hasta 50 MB.",
    en: "Or drop it here: the .zip or .json that the platform exports, up to 50 MB.",
    pt: "Ou solte aqui: o .zip ou .json que a plataforma exporta, até 50 MB.",
  },
  sending: { es: "Enviando {name}", en: "Sending {name}", pt: "Enviando {name}" },
  converting: { es: "Convirtiendo {name}", en: "Converting {name}", pt: "Convertendo {name}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  platforms: Platform[];
  onDone(project: string): void;
}

interface Work {
  name: string;
  /** What has been sent, from 0 to 1; converting has no measure. */
  sent?: number;
}

export function ImportCard({ project, platforms, onDone }: Props) {
  const words = useWords(WORDS);
  const [platform, setPlatform] = useState("auto");
  const [work, setWork] = useState<Work>();
  const cancel = useRef<AbortController>(null);
  useEffect(() =>
    project.host.hear<{ project?: string; error?: string }>("imported", (news) => {
      setWork(undefined);
      if (news.error !== undefined) project.say(news.error);
      else if (news.project !== undefined) onDone(news.project);
    }),
  );
  const take = async (file: File) => {
    const { name } = file;
    cancel.current = new AbortController();
    try {
      setWork({ name, sent: 0 });
      const upload = await send(project.host, file, { signal: cancel.current.signal, onProgress: (sent) => setWork({ name, sent }) });
      setWork({ name });
      await project.host.ask("projects.import", { upload, platform });
    } catch (error) {
      setWork(undefined);
      if ((error as Error).name !== "AbortError") project.say((error as Error).message);
    }
  };
  return (
    <section className="tw-card tw-projects__import">
      <h2 className="tw-heading">{words("title")}</h2>
      <label className="tw-label">
        {words("platform")}
        <select className="tw-input" value={platform} onChange={(event) => setPlatform(event.target.value)}>
          <option value="auto">{words("auto")}</option>
          {platforms.map(({ name, title }) => (
            <option key={name} value={name}>{title}</option>
          ))}
        </select>
      </label>
      {work ? (
        <Progress
          label={words(work.sent === undefined ? "converting" : "sending", { name: work.name })} part={work.sent}
          {...(work.sent === undefined ? {} : { onCancel: () => cancel.current?.abort() })}
        />
      ) : (
        <DropZone label={words("choose")} hint={words("hint")} onFile={(file) => void take(file)} />
      )}
    </section>
  );
}
