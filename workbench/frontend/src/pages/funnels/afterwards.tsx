// What these people did next.

import { useEffect, useState } from "react";
import { Figure } from "../../parts/figure.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import { useTheme } from "../../theme.ts";
import { useWords, type Words } from "../../words.ts";
import { askBack } from "./ask_back.ts";
import type { Figured } from "./drawn.ts";
import type { Chosen, Counted } from "./types.ts";

const WORDS = {
  after: { es: "Después de irse", en: "After they left", pt: "Depois de sair" },
  next: { es: "Después de llegar", en: "After they came", pt: "Depois de chegar" },
  reading: { es: "Leyendo…", en: "Reading…", pt: "Lendo…" },
} satisfies Words<string>;

interface Props {
  project: Project;
  counted: Counted;
  chosen: Chosen;
}

export function Afterwards({ project, counted, chosen }: Props) {
  const words = useWords(WORDS);
  const theme = useTheme();
  const [figure, setFigure] = useState<Figured>();
  const [why, setWhy] = useState("");
  useEffect(() => {
    let gone = false;
    askBack<string>(project, "funnels.next", { key: counted.key, ...chosen, theme }).then(
      (json) => gone || setFigure(JSON.parse(json) as Figured),
      (error: Error) => gone || setWhy(error.message),
    );
    return () => void (gone = true);
  }, [project, counted.key, theme]);
  const title = words(chosen.dropped ? "after" : "next");
  return (
    <section aria-label={title}>
      <h3 className="tw-heading">{title}</h3>
      {why ? <p className="tw-note">{why}</p> : figure ? <Figure name={figure.layout?.meta?.alt ?? title} figure={figure} height={figure.layout?.height ?? 240} /> : <Progress label={words("reading")} />}
    </section>
  );
}
