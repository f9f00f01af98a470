// Steps in people's words: what a step is called, and what it is.

import { namedPorts } from "../../flows/ports.ts";
import type { Bot, Catalogue, FlowNode } from "../../types.ts";
import { inLanguage, useWords, type Words } from "../../words.ts";
import type { Step, StepKind } from "./types.ts";

const WORDS = {
  node: { es: "nodo {what}", en: "node {what}", pt: "nó {what}" },
  port: { es: "nodo {what} · {port}", en: "node {what} · {port}", pt: "nó {what} · {port}" },
  intent: { es: "intención {what}", en: "intent {what}", pt: "intenção {what}" },
  event: { es: "evento {what}", en: "event {what}", pt: "evento {what}" },
  message: { es: "mensaje {what}", en: "message {what}", pt: "mensagem {what}" },
  template: { es: "plantilla {what}", en: "template {what}", pt: "modelo {what}" },
  payment: { es: "pago {what}", en: "payment {what}", pt: "pagamento {what}" },
  variable: { es: "variable {what}", en: "variable {what}", pt: "variável {what}" },
  tag: { es: "etiqueta {what}", en: "tag {what}", pt: "etiqueta {what}" },
  person: { es: "de la persona", en: "of the person", pt: "da pessoa" },
  bot: { es: "del bot", en: "of the bot", pt: "do bot" },
  agent: { es: "de un agente", en: "of an agent", pt: "de um agente" },
  any: { es: "cualquiera", en: "any", pt: "qualquer" },
  gone: { es: "ya no está en el bot", en: "not in the bot any more", pt: "não está mais no bot" },
} satisfies Words<string>;

export interface StepWords {
  title: string;
  detail: string;
  /** Whether the bot no longer has what the step names. */
  isGone: boolean;
}

export type Tell = (step: Step) => StepWords;

/** A function from a step to its words. */
export function useStepWords(bot: Bot | undefined, catalogue: Catalogue, language: string): Tell {
  const words = useWords(WORDS);
  return (step) => {
    const id = step.node ?? step.intent;
    const node = bot && id ? nodeOf(bot, id) : undefined;
    const name = node ? titleOf(node, catalogue, language) : "";
    const port = node && step.port ? namedPorts(node, catalogue.kinds[node.kind], language).get(step.port)?.label : "";
    const usual = step.port ? inLanguage(catalogue.ports[step.port], language) : "";
    const what = name || named(step) || (step.author ? words(step.author as "person") : words("any"));
    const isGone = Boolean(bot) && (step.step === "node" || step.step === "port") && !node;
    const said = words(step.step, { what, port: port || usual || step.port || "" });
    const way = step.step === "port" && name ? `${name} → ${port || usual || step.port}` : "";
    return { title: step.title || way || name || named(step) || said, detail: isGone ? `${said} (${words("gone")})` : said, isGone };
  };
}

export function nodeOf(bot: Bot, id: string): FlowNode | undefined {
  return Object.values(bot.topics).map(({ nodes }) => nodes?.[id]).find(Boolean);
}

/** The topic that has a node; empty where none has. */
export function topicOf(bot: Bot, id: string): string {
  return Object.keys(bot.topics).find((name) => bot.topics[name]?.nodes?.[id]) ?? "";
}

function titleOf(node: FlowNode, catalogue: Catalogue, language: string): string {
  return node.title || inLanguage(catalogue.kinds[node.kind]?.title, language);
}

const NAMES: Partial<Record<StepKind, keyof Step>> = {
  node: "node", port: "node", intent: "intent", event: "name", template: "template", payment: "event", variable: "variable", tag: "tag",
};

function named(step: Step): string {
  const field = NAMES[step.step];
  const name = field ? String(step[field] ?? "") : "";
  if (step.step === "event" && step.kind && step.kind !== "event") return name ? `${step.kind} ${name}` : step.kind;
  return step.step === "variable" && step.value !== undefined && step.value !== null ? `${name} = ${String(step.value)}` : name;
}
