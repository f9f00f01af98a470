// Everything of a bot that is not drawn, made from the schemas of workbench/settings.py; and how a
// project of several bots chooses among them.

import { use, useMemo } from "react";
import type { Steps } from "../../edits.ts";
import { FormProvider, type Form } from "../../forms/form_context.ts";
import { fieldsOf } from "../../forms/shapes.ts";
import { PageHead } from "../../parts/page_head.tsx";
import { useProject, type Project } from "../../project.ts";
import { useStage, type Stage } from "../../stage.ts";
import type { Bot, Catalogue, Issue, Schema, Settings } from "../../types.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { Intents } from "./intents.tsx";
import { Section } from "./section.tsx";
import { SettingsContext, useSettings } from "./settings_context.ts";

const WORDS = {
  title: { es: "Ajustes de {bot}", en: "Settings of {bot}", pt: "Ajustes de {bot}" },
  about: {
    es: "Cada cambio se guarda solo y se deshace con Ctrl+Z; llega a las personas al publicar.",
    en: "Each change is saved by itself and undone with Ctrl+Z; it reaches people when you publish.",
    pt: "Cada alteração é salva sozinha e desfeita com Ctrl+Z; chega às pessoas ao publicar.",
  },
  sections: { es: "Secciones", en: "Sections", pt: "Seções" },
  change: { es: "Cambiar {label}", en: "Change {label}", pt: "Alterar {label}" },
} satisfies Words<string>;

export function SettingsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const name = useStage(stage, (seen) => seen.bot);
  const bot = useProject(project, (view) => view.tree.bots[name]);
  const several = useProject(project, (view) => Object.keys(view.tree.bots).length > 1);
  const settings = useProject(project, (view) => view.settings);
  if (!bot) return null;
  const titles = [...Object.keys(settings.sections), ...(several ? ["routing"] : [])];
  const title = (section: string) => settings.titles[section]?.[language] ?? section;
  return (
    <div className="tw-scroll">
      <div className="tw-page tw-settings">
        <PageHead title={words("title", { bot: bot.name || name })} about={words("about")} />
        <nav className="tw-settings__nav" aria-label={words("sections")}>
          {titles.map((section) => (
            <button
              key={section} type="button"
              onClick={(event) => sectionIn(event.currentTarget, section)?.scrollIntoView({ behavior: "smooth", block: "start" })}
            >
              {title(section)}
            </button>
          ))}
        </nav>
        <SettingsContext value={settings}>
          <div className="tw-settings__sections">
            <BotSections project={project} stage={stage} name={name} bot={bot} title={title} />
            {several && <RoutingSection project={project} stage={stage} title={title("routing")} />}
          </div>
        </SettingsContext>
      </div>
    </div>
  );
}

function BotSections({ project, stage, name, bot, title }: PageProps & { name: string; bot: Bot; title(section: string): string }) {
  const form = useSettingsForm(project, stage, ["bots", name]);
  const settings = useSettings();
  const fields = useFields(settings.bot);
  return (
    <FormProvider value={form}>
      {Object.entries(settings.sections).map(([section, names]) => (
        <Section key={section} name={section} title={title(section)} fields={fields.filter((field) => names.includes(field.name))} values={bot}>
          {section === "conversation" && <Intents stage={stage} bot={bot} catalogue={form.catalogue} settings={settings} />}
        </Section>
      ))}
    </FormProvider>
  );
}

function RoutingSection({ project, stage, title }: PageProps & { title: string }) {
  const form = useSettingsForm(project, stage, ["routing"]);
  const fields = useFields(useSettings().routing);
  const values = useProject(project, (view) => view.tree["routing"]) as Record<string, unknown> | undefined;
  return (
    <FormProvider value={form}>
      <Section name="routing" title={title} fields={fields} values={values ?? {}} />
    </FormProvider>
  );
}

function useFields(schema: Schema) {
  return useMemo(() => fieldsOf(schema), [schema]);
}

/** A form whose values lie at a root of the project's tree. */
function useSettingsForm(project: Project, stage: Stage, root: Steps): Form {
  const words = useWords(WORDS);
  const shown = use(LanguageContext);
  const view = useProject(project, (seen) => seen);
  const { bot, language } = useStage(stage, (seen) => seen);
  const catalogue = useMemo(() => wordedFor(view.catalogue, view.settings), [view.catalogue, view.settings]);
  const file = root[0] === "bots" ? "bot.json" : "project.json";
  const issues = useMemo(() => view.issues.filter((issue) => isOfFile(issue, file, bot)), [view.issues, file, bot]);
  return {
    tree: view.tree, catalogue, language, issues,
    bot: view.tree.bots[bot]!,
    interface: shown,
    readOnly: Boolean(view.locked.project),
    set(below, value, label) {
      const path = [...root, ...below];
      const before = below.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], root.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], view.tree));
      if (value === undefined && before === undefined) return;
      project.edit([value === undefined ? { path } : { path, value }], words("change", { label }), path.join("/"));
    },
    follow: () => undefined,
  };
}

/** The catalogue with the words of settings, which come before those of nodes. */
function wordedFor(catalogue: Catalogue, settings: Settings): Catalogue {
  const { fields, values } = catalogue.words;
  return { ...catalogue, words: { fields: { ...fields, ...settings.words }, values: { ...values, ...settings.values } } };
}

function isOfFile({ location }: Issue, file: string, bot: string): boolean {
  return Boolean(location?.file?.endsWith(file)) && (!location?.bot || location.bot === bot);
}

function sectionIn(within: HTMLElement, name: string): Element | null | undefined {
  return within.closest(".tw-settings")?.querySelector(`[data-section="${name}"]`);
}
