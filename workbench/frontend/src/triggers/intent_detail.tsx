// One intent: its phrases and keywords line by line, its other triggers as a form.

import { useContext, useMemo } from "react";
import type { Steps } from "../edits.ts";
import { FieldView } from "../forms/field.tsx";
import { FormProvider, labelOf, type Form } from "../forms/form_context.ts";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Stage } from "../stage.ts";
import { useStage } from "../stage.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { linesOf, putLines, triggerFields, type Intent, type Phrase } from "./intents.ts";
import { Lines } from "./lines.tsx";

const WORDS = {
  show: { es: "Ver en el flujo", en: "Show in the flow", pt: "Ver no fluxo" },
  others: { es: "Otros disparadores y ajustes", en: "Other triggers and settings", pt: "Outros gatilhos e ajustes" },
  change: { es: "Cambiar {label}", en: "Change {label}", pt: "Alterar {label}" },
  move: { es: "Mover a {intent}", en: "Move to {intent}", pt: "Mover para {intent}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  stage: Stage;
  intent: Intent;
  intents: Intent[];
  /** Phrases of the whole bot by folded text, in the shown language. */
  index: Map<string, Phrase[]>;
  wanted: string;
}

export function IntentDetail({ project, stage, intent, intents, index, wanted }: Props) {
  const { bot, language } = useStage(stage, (seen) => seen);
  const view = useProject(project, (seen) => seen);
  const shown = useContext(LanguageContext);
  const word = useWords(WORDS);
  const { node, topic, drawn } = intent;
  const { lines, others } = useMemo(() => triggerFields(drawn.kind, view.catalogue), [drawn.kind, view.catalogue]);
  const issues = useMemo(() => view.issues.filter(({ location }) => location?.node === node), [view.issues, node]);
  const base: Steps = ["bots", bot, "topics", topic, "nodes", node];
  const form: Form = {
    tree: view.tree, catalogue: view.catalogue, language, issues,
    bot: view.tree.bots[bot]!,
    interface: shown,
    readOnly: Boolean(view.locked.project) || view.locked.topics.some(([, name]) => name === topic),
    set(below, value, label) {
      const at = [...base, "params", ...below];
      project.edit([value === undefined ? { path: at } : { path: at, value }], word("change", { label }), at.join("/"));
    },
    follow: (target) => stage.goTo({ node: target }),
  };
  const put = (field: string, next: string[], label: string, group = "") => project.edit(putLines(base, drawn, field, language, next), label, group);
  const moveTo = (field: string, texts: string[], to: Intent) => {
    const there = linesOf(to.drawn, field, language);
    const stay = linesOf(drawn, field, language).filter((line) => !texts.includes(line));
    const ops = [
      ...putLines(base, drawn, field, language, stay),
      ...putLines(["bots", bot, "topics", to.topic, "nodes", to.node], to.drawn, field, language, [...there, ...texts.filter((text) => !there.includes(text))]),
    ];
    project.edit(ops, word("move", { intent: to.drawn.title || to.node }));
  };
  return (
    <FormProvider value={form}>
      <article className="tw-intent" aria-label={drawn.title || node}>
        <header className="tw-intent__head">
          <h2>{drawn.title || node}</h2>
          <code>{node}</code>
          <button type="button" className="tw-button" onClick={() => stage.goTo({ bot, topic, node })}>
            {word("show")}
          </button>
        </header>
        <div className="tw-intent__columns">
          {lines.map(({ name }) => (
            <Lines
              key={name} field={name} label={labelOf(form, name)} lines={linesOf(drawn, name, language)} language={language} limit={view.catalogue.limits["triggers_per_intent"] ?? 0}
              elsewhere={name === "phrases" ? (text) => (index.get(text) ?? []).filter((phrase) => phrase.node !== node) : undefined}
              issues={issues} intents={intents.filter((one) => one.node !== node)} wanted={wanted} readOnly={form.readOnly}
              onPut={(next, label, group) => put(name, next, label, group)} onMove={(texts, to) => moveTo(name, texts, to)}
              onOpen={(other) => stage.set({ nodes: [other] })}
            />
          ))}
          <section className="tw-intent__others" aria-label={word("others")}>
            <h3 className="tw-heading">{word("others")}</h3>
            {others.map((field) => (
              <FieldView key={field.name} field={field} path={[field.name]} value={drawn.params?.[field.name]} />
            ))}
          </section>
        </div>
      </article>
    </FormProvider>
  );
}
