// The projects of the workspace: open one, make one, copy one, import one.

import { use, useCallback, useEffect, useState } from "react";
import { PageHead } from "../../parts/page_head.tsx";
import { folded, Search } from "../../parts/search.tsx";
import type { Host } from "../../host.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { ImportCard } from "./import_card.tsx";
import { ImportReport } from "./import_report.tsx";
import { NewCard } from "./new_card.tsx";
import { ProjectCard } from "./project_card.tsx";
import type { Asked, Brought, Listed, Shown } from "./types.ts";

const WORDS = {
  title: { es: "Proyectos", en: "Projects", pt: "Projetos" },
  about: { es: "Los bots de {folder}", en: "The bots of {folder}", pt: "Os bots de {folder}" },
  search: { es: "Buscar un proyecto", en: "Find a project", pt: "Buscar um projeto" },
  empty: {
    es: "Aquí no hay bots todavía. Cree uno, traiga uno de otra plataforma o parta de un ejemplo.",
    en: "There are no bots here yet. Make one, bring one from another platform, or start from a sample.",
    pt: "Ainda não há bots aqui. Crie um, traga um de outra plataforma ou parta de um exemplo.",
  },
  none: { es: "Ningún proyecto se llama así.", en: "No project is called so.", pt: "Nenhum projeto tem esse nome." },
  samples: { es: "Ejemplos", en: "Samples", pt: "Exemplos" },
  take: { es: "Copiar aquí", en: "Copy here", pt: "Copiar aqui" },
  loading: { es: "Leyendo la carpeta…", en: "Reading the folder…", pt: "Lendo a pasta…" },
} satisfies Words<string>;

/** The account that is looked at, and the import that was just made where there was one. */
interface Reported {
  folder: string;
  made?: { brought: Brought; asked: Asked };
}

export function Projects({ project }: PageProps) {
  const words = useWords(WORDS);
  const [listed, reload] = useListed(project.host, (why) => project.say(why));
  const [sought, seek] = useState("");
  const [reported, report] = useState<Reported>();
  const [into, bringInto] = useState<Shown>();
  if (reported) {
    return (
      <ImportReport
        host={project.host} project={reported.folder} made={reported.made} say={(why) => project.say(why)} onClose={() => report(undefined)}
      />
    );
  }
  if (!listed) return <div className="tw-empty" role="status">{words("loading")}</div>;
  const shown = listed.projects.filter((one) => folded(`${one.name} ${one.folder}`).includes(folded(sought)));
  const act = async (what: string, args: object) => {
    try {
      await project.host.ask(what, args);
      reload();
    } catch (error) {
      project.say((error as Error).message);
    }
  };
  const importDone = (brought: Brought, asked: Asked) => {
    reload();
    bringInto(undefined);
    report({ folder: brought.project, made: { brought, asked } });
  };
  return (
    <div className="tw-scroll">
      <div className="tw-page tw-projects">
        <PageHead title={words("title")} about={words("about", { folder: listed.workspace })}>
          {listed.projects.length > 6 && <Search name={words("search")} value={sought} onChange={seek} />}
        </PageHead>
        <section className="tw-projects__list" aria-label={words("title")}>
          {listed.projects.length === 0 && <p className="tw-projects__none">{words("empty")}</p>}
          {listed.projects.length > 0 && shown.length === 0 && <p className="tw-projects__none">{words("none")}</p>}
          {shown.map((one) => (
            <ProjectCard
              key={one.folder} shown={one} isOpen={one.folder === listed.open} onReport={() => report({ folder: one.folder })}
              onAgain={() => bringInto(one)}
              onDuplicate={() => void act("projects.duplicate", { project: one.folder })}
            />
          ))}
        </section>
        <aside className="tw-projects__aside">
          <NewCard project={project} />
          <ImportCard project={project} platforms={listed.platforms} into={into} onNew={() => bringInto(undefined)} onDone={importDone} />
          {listed.samples.length > 0 && (
            <section className="tw-card tw-projects__samples">
              <h2 className="tw-heading">{words("samples")}</h2>
              <ul>
                {listed.samples.map((sample) => (
                  <li key={sample.folder}>
                    <span>{sample.name}<Languages codes={sample.languages} /></span>
                    <button type="button" className="tw-link" onClick={() => void act("projects.sample", { sample: sample.folder })}>
                      {words("take")}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </aside>
      </div>
    </div>
  );
}

function Languages({ codes }: { codes: string[] }) {
  return <span className="tw-note">{codes.join(" · ")}</span>;
}

function useListed(host: Host, say: (why: string) => void): [Listed | undefined, () => void] {
  const [listed, setListed] = useState<Listed>();
  const language = use(LanguageContext);
  const reload = useCallback(() => {
    host.ask<Listed>("projects.list").then(setListed, (error: Error) => say(error.message));
  }, [host, language]);
  useEffect(reload, [reload]);
  return [listed, reload];
}
