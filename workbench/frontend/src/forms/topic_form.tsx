// What is to be said of a topic as a whole, shown where no node is selected.

import { useContext } from "react";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Stage } from "../stage.ts";
import { useStage } from "../stage.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { FieldView } from "./field.tsx";
import { FormProvider, type Form } from "./form_context.ts";

const WORDS = {
  topic: { es: "Tema", en: "Topic", pt: "Tema" },
  hint: { es: "Elija un nodo para ver y cambiar sus ajustes.", en: "Select a node to see and change its settings.", pt: "Selecione um nó para ver e alterar seus ajustes." },
  change: { es: "Cambiar {label}", en: "Change {label}", pt: "Alterar {label}" },
} satisfies Words<string>;

export function TopicForm({ project, stage }: { project: Project; stage: Stage }) {
  const { bot, topic, language } = useStage(stage, (seen) => seen);
  const view = useProject(project, (seen) => seen);
  const shown = useContext(LanguageContext);
  const word = useWords(WORDS);
  const drawn = view.tree.bots[bot]?.topics[topic];
  if (!drawn) return null;
  const form: Form = {
    tree: view.tree, catalogue: view.catalogue, language,
    bot: view.tree.bots[bot]!,
    issues: view.issues.filter(({ location }) => location?.topic === topic && !location.node),
    interface: shown,
    readOnly: Boolean(view.locked.project) || view.locked.topics.some(([, name]) => name === topic),
    set(below, value, label) {
      const at = ["bots", bot, "topics", topic, ...below];
      project.edit([value === undefined ? { path: at } : { path: at, value }], word("change", { label }), at.join("/"));
    },
    follow: () => undefined,
  };
  return (
    <FormProvider value={form}>
      <form className="tw-form" aria-label={word("topic")} onSubmit={(event) => event.preventDefault()}>
        <header className="tw-form__head">
          <p className="tw-form__kind">
            <span>{word("topic")}</span>
            <code>{topic}</code>
          </p>
          <p className="tw-form__help">{word("hint")}</p>
        </header>
        <FieldView field={{ name: "title", shape: { kind: "text", role: "label" }, required: true, default: undefined }} path={["title"]} value={drawn.title} />
        <FieldView field={{ name: "description", shape: { kind: "string", role: "", pattern: "", longest: 0 }, required: false, default: "" }} path={["description"]} value={drawn.description} />
      </form>
    </FormProvider>
  );
}
