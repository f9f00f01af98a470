// What is around every view: its styles, the theme, the language, and the open project.

import { useEffect, useState } from "react";
import type { Host } from "./host.ts";
import { Project, useProject } from "./project.ts";
import { styles } from "./styles.ts";
import { useTheme } from "./theme.ts";
import { VIEWS } from "./views/index.ts";
import { LanguageContext, useWords, type Words } from "./words.ts";

const WORDS = {
  opening: { es: "Abriendo…", en: "Opening…", pt: "Abrindo…" },
  unknown: { es: "No existe la vista {view}.", en: "There is no view {view}.", pt: "Não existe a vista {view}." },
} satisfies Words<string>;

interface Props {
  view: string;
  settings: Record<string, unknown>;
  host: Host;
}

export function Shell({ view, settings, host }: Props) {
  const [project, setProject] = useState<Project>();
  const [trouble, setTrouble] = useState("");
  const theme = useTheme(settings["theme"]);
  useEffect(() => {
    openOnce(host).then(setProject, (error: Error) => setTrouble(error.message));
  }, [host]);
  return (
    <div className="tw" data-theme={theme}>
      <style>{styles}</style>
      {project ? (
        <Opened view={view} settings={settings} project={project} />
      ) : (
        <div className="tw-empty" role="status">
          {trouble || <Opening />}
        </div>
      )}
    </div>
  );
}

function Opened({ view, settings, project }: { view: string; settings: Props["settings"]; project: Project }) {
  const language = useProject(project, (seen) => seen.language);
  const Shown = VIEWS[view];
  return (
    <LanguageContext value={language}>
      {Shown ? <Shown project={project} settings={settings} /> : <Unknown view={view} />}
    </LanguageContext>
  );
}

function Opening() {
  return <>{useWords(WORDS)("opening")}</>;
}

function Unknown({ view }: { view: string }) {
  return <div className="tw-empty">{useWords(WORDS)("unknown", { view })}</div>;
}

const opening = new WeakMap<Host, Promise<Project>>();

function openOnce(host: Host): Promise<Project> {
  const one = opening.get(host) ?? Project.open(host);
  opening.set(host, one);
  return one;
}
