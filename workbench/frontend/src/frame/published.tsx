// What people talk to: the version that was published last, and whether the draft has gone on.

import { use, useEffect, useState } from "react";
import type { PageProps } from "../pages/index.ts";
import type { Version } from "../pages/versions/types.ts";
import { useProject } from "../project.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { ago } from "./saved.tsx";

const WORDS = {
  never: { es: "Sin publicar", en: "Not published", pt: "Não publicado" },
  published: { es: "Publicado {name}", en: "Published {name}", pt: "Publicado {name}" },
  since: { es: "con cambios", en: "changed since", pt: "com alterações" },
} satisfies Words<string>;

export function Published({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const saved_us = useProject(project, (view) => view.saved.t_us);
  const [last, setLast] = useState<Version | null>();
  useEffect(() => {
    const ask = () => {
      project.host.ask<{ versions: Version[] }>("versions.open").then(
        ({ versions }) => setLast(versions.find(({ kind }) => kind === "published") ?? null),
        () => setLast(undefined),
      );
    };
    ask();
    return project.host.hear("publishing.done", ask);
  }, [project]);
  if (last === undefined) return null;
  return (
    <button type="button" className="tw-pill tw-top__published" onClick={() => stage.set({ page: "versions" })}>
      {last ? (
        <>
          {words("published", { name: last.label || ago(Date.now() - last.t_us / 1000, language) })}
          {saved_us > last.t_us && <span>· {words("since")}</span>}
        </>
      ) : (
        words("never")
      )}
    </button>
  );
}
