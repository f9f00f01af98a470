// Advice on how the node is written, and the switch of each rule.

import { use } from "react";
import { Icon } from "../parts/icon.tsx";
import { useProject, type Project } from "../project.ts";
import type { Stage } from "../stage.ts";
import { inLanguage, LanguageContext, useWords, type Words } from "../words.ts";
import { useRules } from "./asking.ts";
import type { Advice } from "./told.ts";

const WORDS = {
  writing: { es: "Cómo está escrito", en: "How it is written", pt: "Como está escrito" },
  fine: { es: "Nada que aconsejar.", en: "Nothing to advise.", pt: "Nada a aconselhar." },
  off: { es: "No aconsejar esto", en: "Do not advise this", pt: "Não aconselhar isto" },
  rules: { es: "Reglas ({on} de {all})", en: "Rules ({on} of {all})", pt: "Regras ({on} de {all})" },
  switched: { es: "Consejo «{rule}»", en: "Advice “{rule}”", pt: "Conselho «{rule}»" },
  go: { es: "Ir al texto", en: "Go to the text", pt: "Ir para o texto" },
} satisfies Words<string>;

interface Props {
  project: Project;
  stage: Stage;
  bot: string;
  advice: Advice[];
}

export function Writing({ project, stage, bot, advice }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const rules = useRules(project);
  const own = useProject(project, ({ tree }) => tree.bots[bot]?.["advice"]) as Record<string, boolean> | undefined;
  const isOn = (rule: string) => own?.[rule] ?? true;
  const title = (rule: string) => inLanguage(rules[rule]?.title, language) || rule;
  const put = (rule: string, on: boolean) => {
    const path = ["bots", bot, "advice", rule];
    if (on && own?.[rule] === undefined) return;
    project.edit([on ? { path } : { path, value: false }], words("switched", { rule: title(rule) }));
  };
  const names = Object.keys(rules);
  return (
    <section className="tw-writing" aria-label={words("writing")}>
      <h3 className="tw-heading">{words("writing")}</h3>
      {advice.length === 0 && <p className="tw-channel__fine"><Icon name="check" size={12} /> {words("fine")}</p>}
      <ul>
        {advice.map(({ rule, issue }, index) => (
          <li key={`${rule}${index}`}>
            <strong title={inLanguage(rules[rule]?.why, language)}>{title(rule)}</strong>
            <p>{issue.message}; {issue.remedy}</p>
            <div className="tw-row">
              {issue.location && <button type="button" className="tw-link" onClick={() => stage.set({ aside: "form", path: issue.location?.path ?? "" })}>{words("go")}</button>}
              <button type="button" className="tw-link" onClick={() => put(rule, false)}>{words("off")}</button>
            </div>
          </li>
        ))}
      </ul>
      <details>
        <summary>{words("rules", { on: names.filter(isOn).length, all: names.length })}</summary>
        {names.map((rule) => (
          <label key={rule} className="tw-writing__rule">
            <input type="checkbox" role="switch" className="tw-switch" checked={isOn(rule)} onChange={(event) => put(rule, event.target.checked)} />
            <span>{title(rule)}<small>{inLanguage(rules[rule]?.why, language)}</small></span>
          </label>
        ))}
      </details>
    </section>
  );
}
