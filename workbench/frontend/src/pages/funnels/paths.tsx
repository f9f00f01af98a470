// Where those who began went: from what they did first to what they did then, as a flow.

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
  paths: { es: "Caminos de quienes empezaron", en: "Paths of those who began", pt: "Caminhos de quem começou" },
  reading: { es: "Siguiendo sus pasos…", en: "Following them…", pt: "Seguindo seus passos…" },
} satisfies Words<string>;

export function Paths({ project, counted }: { project: Project; counted: Counted }) {
  const words = useWords(WORDS);
  const theme = useTheme();
  const language = use(LanguageContext);
  const [figure, setFigure] = useState<Figured>();
  const [why, setWhy] = useState("");
  useEffect(() => {
    let gone = false;
    askBack<string>(project, "funnels.paths", { key: counted.key, theme }).then(
      (json) => gone || setFigure(JSON.parse(json) as Figured),
      (error: Error) => gone || setWhy(error.message),
    );
    return () => void (gone = true);
  }, [project, counted.key, theme, language]);
  if (why) return <p className="tw-note">{why}</p>;
  if (!figure) return <Progress label={words("reading")} />;
  return <Figure name={figure.layout?.meta?.alt ?? words("paths")} figure={figure} height={figure.layout?.height ?? 420} />;
}
