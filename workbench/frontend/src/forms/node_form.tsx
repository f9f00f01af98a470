// The form of a node, made from its kind's schema: whatever the kind, no kind is named here.

import { useContext, useMemo, useState } from "react";
import type { Steps } from "../edits.ts";
import { Combobox } from "../parts/combobox.tsx";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Stage } from "../stage.ts";
import { useStage } from "../stage.ts";
import type { Bot, FlowNode, Issue, Json, Kind } from "../types.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { FieldView } from "./field.tsx";
import { FormProvider, labelOf, type Form } from "./form_context.ts";
import { HoleText } from "./hole_text.tsx";
import { NumberField } from "./fields/number_field.tsx";
import { targetsOf } from "./names.ts";
import { fieldsOf, type Field } from "./shapes.ts";

const WORDS = {
  title: { es: "Título", en: "Title", pt: "Título" },
  more: { es: "Más ajustes ({count})", en: "More settings ({count})", pt: "Mais ajustes ({count})" },
  less: { es: "Menos ajustes", en: "Fewer settings", pt: "Menos ajustes" },
  leads: { es: "Sigue en", en: "Leads to", pt: "Segue em" },
  leadsFrom: { es: "«{port}» sigue en", en: "“{port}” leads to", pt: "“{port}” segue em" },
  nowhere: { es: "aquí termina", en: "ends here", pt: "termina aqui" },
  always: { es: "Condición, la pausa y la nota", en: "Condition, pause and note", pt: "Condição, a pausa e a nota" },
  when: { es: "Solo si", en: "Only if", pt: "Só se" },
  pause: { es: "Pausa antes de responder", en: "Pause before the reply", pt: "Pausa antes de responder" },
  note: { es: "Nota para el equipo", en: "Note for the team", pt: "Nota para a equipe" },
  change: { es: "Cambiar {label}", en: "Change {label}", pt: "Alterar {label}" },
  connect: { es: "Conectar", en: "Connect", pt: "Conectar" },
  unknown: {
    es: "No se conoce el tipo «{kind}». Instale lo que lo trae, o cambie el nodo.",
    en: "The kind “{kind}” is not known. Install what brings it, or replace the node.",
    pt: "O tipo “{kind}” não é conhecido. Instale o que o traz, ou troque o nó.",
  },
  from: { es: "Viene de {source}", en: "Came from {source}", pt: "Veio de {source}" },
} satisfies Words<string>;

// How many settings are in sight at the least, where none is required.
const IN_SIGHT = 3;

// What a node has beside its kind's params.
const OWN = new Set(["kind", "title", "when", "pause_ms", "edges", "source", "params"]);

interface Props {
  project: Project;
  stage: Stage;
  /** The node's id. */
  node: string;
}

export function NodeForm({ project, stage, node }: Props) {
  const { bot, topic, language, path } = useStage(stage, (seen) => seen);
  const tree = useProject(project, (view) => view.tree);
  const catalogue = useProject(project, (view) => view.catalogue);
  const allIssues = useProject(project, (view) => view.issues);
  const locked = useProject(project, (view) => view.locked);
  const ports = useProject(project, (view) => view.ports[bot]?.[topic]?.[node]);
  const shown = useContext(LanguageContext);
  const word = useWords(WORDS);

  const drawn = tree.bots[bot]?.topics[topic]?.nodes?.[node];
  const issues = useMemo(() => allIssues.filter(({ location }) => location?.node === node).map(below), [allIssues, node]);
  if (!drawn) return null;
  const root: Steps = ["bots", bot, "topics", topic, "nodes", node];
  const form: Form = {
    tree, catalogue, language, issues,
    bot: tree.bots[bot]!,
    interface: shown,
    readOnly: Boolean(locked.project) || locked.topics.some(([, name]) => name === topic),
    set(below, value, label) {
      const at = [...root, ...below];
      const op = value === undefined ? { path: at } : { path: at, value };
      if (value === undefined && !stands(drawn, below)) return;
      project.edit([op], word("change", { label }), at.join("/"));
    },
    follow: (target) => stage.goTo({ topic: topicOf(tree.bots[bot]!, target), node: target }),
  };
  return (
    <FormProvider value={form}>
      <form className="tw-form" aria-label={drawn.title || node} onSubmit={(event) => event.preventDefault()}>
        <Head node={node} drawn={drawn} kind={catalogue.kinds[drawn.kind]} form={form} />
        <Params drawn={drawn} kind={catalogue.kinds[drawn.kind]} focus={path} />
        <Leads drawn={drawn} ports={ports ?? Object.keys(drawn.edges ?? {})} form={form} topic={topic} />
        <Always drawn={drawn} form={form} />
        {drawn.source && <p className="tw-form__source">{word("from", { source: drawn.source })}</p>}
      </form>
    </FormProvider>
  );
}

function Head({ node, drawn, kind, form }: { node: string; drawn: FlowNode; kind: Kind | undefined; form: Form }) {
  const word = useWords(WORDS);
  return (
    <header className="tw-form__head">
      <HoleText label={word("title")} value={drawn.title ?? ""} placeholder={kind?.title[form.interface] ?? drawn.kind} onCommit={(text) => form.set(["title"], text || undefined, word("title"))} />
      <p className="tw-form__kind">
        <span>{kind?.title[form.interface] ?? drawn.kind}</span>
        <code>{node}</code>
      </p>
      <p className="tw-form__help">{kind ? kind.help[form.interface] : word("unknown", { kind: drawn.kind })}</p>
    </header>
  );
}

function Params({ drawn, kind, focus }: { drawn: FlowNode; kind: Kind | undefined; focus: string }) {
  const word = useWords(WORDS);
  const [unfolded, setUnfolded] = useState(false);
  const fields = useMemo(() => (kind ? fieldsOf(kind.schema) : []), [kind]);
  const params = drawn.params ?? {};
  const near = inSight(fields, params, focus);
  const rest = fields.filter((field) => !near.includes(field));
  const shown = (field: Field) => (
    <FieldView key={field.name} field={field} path={["params", field.name]} value={params[field.name]} focus={focus && `params.${focus}`} />
  );
  return (
    <>
      {near.map(shown)}
      {rest.length > 0 && (
        <button type="button" className="tw-link" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? word("less") : word("more", { count: rest.length })}
        </button>
      )}
      {unfolded && rest.map(shown)}
    </>
  );
}

function Leads({ drawn, ports, form, topic }: { drawn: FlowNode; ports: string[]; form: Form; topic: string }) {
  const word = useWords(WORDS);
  const targets = useMemo(() => targetsOf(form.bot, form.language, topic), [form.bot, form.language, topic]);
  if (ports.length === 0) return null;
  return (
    <fieldset className="tw-field">
      <legend className="tw-field__label">{word("leads")}</legend>
      {ports.map((port) => (
        <div key={port} className="tw-form__lead">
          <span>{portWord(form, port)}</span>
          <Combobox
            label={word("leadsFrom", { port: portWord(form, port) })} value={drawn.edges?.[port] ?? ""} suggestions={targets} placeholder={word("nowhere")} disabled={form.readOnly}
            onChange={(target) => form.set(["edges", port], target || undefined, word("connect"))}
          />
        </div>
      ))}
    </fieldset>
  );
}

function Always({ drawn, form }: { drawn: FlowNode; form: Form }) {
  const word = useWords(WORDS);
  const isUsed = Boolean(drawn.when || drawn.note || drawn.pause_ms !== undefined);
  return (
    <details className="tw-form__always" open={isUsed}>
      <summary>{word("always")}</summary>
      <div className="tw-field">
        <div className="tw-field__label">{word("when")}</div>
        <HoleText label={word("when")} expression value={drawn.when ?? ""} onCommit={(text) => form.set(["when"], text || undefined, word("when"))} />
      </div>
      <div className="tw-field">
        <div className="tw-field__label">{word("pause")}</div>
        <NumberField label={word("pause")} name="pause_ms" value={drawn.pause_ms ?? null} whole optional onChange={(value) => form.set(["pause_ms"], value ?? undefined, word("pause"))} />
      </div>
      <div className="tw-field">
        <div className="tw-field__label">{word("note")}</div>
        <HoleText label={word("note")} value={drawn.note ?? ""} onCommit={(text) => form.set(["note"], text || undefined, word("note"))} />
      </div>
    </details>
  );
}

/** What is required, what is set, and a few more where that is little. */
function inSight(fields: Field[], params: Record<string, Json>, focus: string): Field[] {
  const wanted = /^\w+/.exec(focus)?.[0];
  const needed = fields.filter((field) => field.required || field.name in params || field.name === wanted);
  const spare = fields.filter((field) => !needed.includes(field)).slice(0, Math.max(0, IN_SIGHT - needed.length));
  return fields.filter((field) => needed.includes(field) || spare.includes(field));
}

/** The issue with its place below the node, as the form's paths are: checks leave `params` out. */
function below(issue: Issue): Issue {
  const path = issue.location?.path ?? "";
  const isParam = path !== "" && !OWN.has(/^\w+/.exec(path)?.[0] ?? "");
  return isParam ? { ...issue, location: { ...issue.location, path: `params.${path}` } } : issue;
}

function portWord(form: Form, port: string): string {
  return form.catalogue.ports[port]?.[form.interface] ?? labelOf(form, port);
}

function stands(node: FlowNode, path: Steps): boolean {
  let at: unknown = node;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !(step in at)) return false;
    at = (at as Record<string | number, unknown>)[step];
  }
  return true;
}

function topicOf(bot: Bot, node: string): string {
  return Object.entries(bot.topics).find(([, { nodes = {} }]) => node in nodes)?.[0] ?? "";
}
