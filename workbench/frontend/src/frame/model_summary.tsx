// How well the bot understands, once it was measured.

import { use, useEffect, useState } from "react";
import type { PageProps } from "../pages/index.ts";
import { useStage } from "../stage.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  understands: { es: "Comprensión {share}", en: "Understanding {share}", pt: "Compreensão {share}" },
  old: { es: "medida antes de los últimos cambios", en: "measured before the latest changes", pt: "medida antes das últimas alterações" },
} satisfies Words<string>;

interface Measured {
  bot: string;
  old: boolean;
  evaluation?: { accuracy: number };
}

export function ModelSummary({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const [measured, setMeasured] = useState<Measured>();
  useEffect(() => {
    const take = (news: Measured) => news.bot === bot && setMeasured(news);
    if (bot) project.host.ask<Measured>("understanding.open", { bot }).then(take, () => setMeasured(undefined));
    return project.host.hear<Measured>("understanding", take);
  }, [project, bot]);
  const accuracy = measured?.evaluation?.accuracy;
  if (accuracy === undefined) return null;
  const share = accuracy.toLocaleString(language, { style: "percent", maximumFractionDigits: 1 });
  return (
    <span>
      {words("understands", { share })}
      {measured?.old && ` · ${words("old")}`}
    </span>
  );
}
