// The figures of a measurement, drawn by Python in the person's theme and language.

import { useEffect, useState } from "react";
import { Figure, type Drawn } from "../../parts/figure.tsx";
import { useTheme } from "../../theme.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import type { Standing } from "./types.ts";

const WORDS = {
  confusion: { es: "Confusiones", en: "Confusions", pt: "Confusões" },
  scope: { es: "Propio y fuera de tema según el umbral", en: "Own and out of scope by threshold", pt: "Próprio e fora do tema pelo limiar" },
  calibration: { es: "Confianza y acierto", en: "Confidence and accuracy", pt: "Confiança e acerto" },
  learning: { es: "Curva de aprendizaje", en: "Learning curve", pt: "Curva de aprendizado" },
  stress: { es: "Mensajes alterados", en: "Altered messages", pt: "Mensagens alteradas" },
} satisfies Words<string>;

export function Charts({ project, standing }: PageProps & { standing: Standing }) {
  const words = useWords(WORDS);
  return (
    <div className="tw-understanding__charts">
      {standing.figures?.map((name) => (
        <section key={name} className="tw-card" aria-label={words(name as keyof typeof WORDS)}>
          <h2 className="tw-heading">{words(name as keyof typeof WORDS)}</h2>
          <Chart project={project} name={name} standing={standing} />
        </section>
      ))}
    </div>
  );
}

function Chart({ project, name, standing }: { project: PageProps["project"]; name: string; standing: Standing }) {
  const theme = useTheme();
  const words = useWords(WORDS);
  const [figure, setFigure] = useState<Drawn & Sized>();
  const { bot, evaluation } = standing;
  useEffect(() => {
    const take = (json: string) => setFigure(JSON.parse(json) as Drawn & Sized);
    project.host.ask<string>("understanding.figure", { bot, name, theme }).then(take, (error: Error) => project.say(error.message));
  }, [project, bot, name, theme, evaluation?.accuracy]);
  if (!figure) return <div style={{ height: 320 }} />;
  return <Figure name={figure.layout?.meta?.alt ?? words(name as keyof typeof WORDS)} figure={figure} height={figure.layout?.height ?? 320} />;
}

interface Sized {
  layout?: { height?: number; meta?: { alt?: string } };
}
