// What the browser's tab says: where one is, so that several windows can be told apart.

import { use, useEffect } from "react";
import { useProject, type Project } from "../project.ts";
import { useStage, type Stage } from "../stage.ts";
import { inLanguage, LanguageContext } from "../words.ts";

const ICON =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#ad4427"/>' +
      '<path d="M16 8v16M10 13h12" stroke="#fff" stroke-width="3.500" stroke-linecap="round"/></svg>',
  );

export function useTitle(project: Project, stage: Stage): void {
  const language = use(LanguageContext);
  const page = useStage(stage, (seen) => seen.page);
  const bot = useStage(stage, (seen) => seen.bot);
  const name = useProject(project, (view) => view.tree.bots[bot]?.name ?? "");
  const words = useProject(project, (view) => view.pages.find((one) => one.name === page)?.words);
  useEffect(() => {
    document.title = [inLanguage(words, language), name, "Tertulia"].filter(Boolean).join(" · ");
  }, [words, language, name]);
  useEffect(() => {
    for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="icon"]')) link.href = ICON;
  }, []);
}
