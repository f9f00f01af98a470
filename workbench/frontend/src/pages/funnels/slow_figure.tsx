// Figures that take a moment: how the funnel goes over time, and where those who began went.

import { use, useEffect, useState } from "react";
import { Figure } from "../../parts/figure.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import { useTheme } from "../../theme.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { askBack } from "./ask_back.ts";
import type { Figured } from "./drawn.ts";
import type { Counted } from "./types.ts";

const WORDS = {
  trend: { es: "Conversión según cuándo empezaron", en: "Conversion by when they began", pt: "Conversão por quando começaram" },
  paths: { es: "Caminos de quienes empezaron", en: "Paths of those who began", pt: "Caminhos de quem começou" },
  reading: { es: "Contando…", en: "Counting…", pt: "Contando…" },
} satisfies Words<string>;

interface Props {
  project: Project;
  counted: Counted;
  what: "trend" | "paths";
}

export function SlowFigure({ project, counted, what }: Props) {
  const words = useWords(WORDS);
  const theme = useTheme();
  const language = use(LanguageContext);
  const [figure, setFigure] = useState<Figured>();
  const [why, setWhy] = useState("");
  useEffect(() => {
    let gone = false;
    askBack<string>(project, `funnels.${what}`, { key: counted.key, theme }).then(
      (json) => gone || setFigure(JSON.parse(json) as Figured),
      (error: Error) => gone || setWhy(error.message),
    );
    return () => void (gone = true);
  }, [project, counted.key, what, theme, language]);
  if (why) return <p className="tw-note">{why}</p>;
  if (!figure) return <div style={{ minHeight: 260 }}><Progress label={words("reading")} /></div>;
  return <Figure name={figure.layout?.meta?.alt ?? words(what)} figure={figure} height={figure.layout?.height ?? 420} />;
}
