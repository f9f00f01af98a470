// A figure of the counted funnel, in the person's theme and language.

import { use, useEffect, useState } from "react";
import type { Drawn } from "../../parts/figure.tsx";
import type { Project } from "../../project.ts";
import { useTheme } from "../../theme.ts";
import { LanguageContext } from "../../words.ts";

export type Figured = Drawn & { layout?: { height?: number; meta?: { alt?: string } } };

export function useDrawn(project: Project, key: string | undefined, name: string): Figured | undefined {
  const theme = useTheme();
  const language = use(LanguageContext);
  const [figure, setFigure] = useState<Figured>();
  useEffect(() => {
    let gone = false;
    if (key) {
      const take = (json: string) => gone || setFigure(JSON.parse(json) as Figured);
      project.host.ask<string>("funnels.figure", { key, name, theme }).then(take, (error: Error) => gone || project.say(error.message));
    } else setFigure(undefined);
    return () => void (gone = true);
  }, [project, key, name, theme, language]);
  return figure;
}
