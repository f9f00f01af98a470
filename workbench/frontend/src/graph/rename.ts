// A node's id changed everywhere: its place, the edges, settings and funnels that name it.

import type { Op } from "../edits.ts";
import type { Bot, Catalogue, FlowNode, Json, Tree } from "../types.ts";
import { type Canvas, homes, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { usesOf } from "./roles.ts";

/** Ops that rename a node across its bot; none where the name is taken or the same. */
export function renameNode(tree: Tree, canvas: Canvas, from: string, to: string, catalogue: Catalogue): Op[] {
  const bot = tree.bots[canvas.bot];
  const node = nodesAt(tree, canvas)[from];
  if (!bot || !node || from === to || homes(bot).has(to)) return [];
  const place = topicAt(tree, canvas)?.layout?.[from];
  const ops: Op[] = [
    { path: nodePath(canvas, from) },
    { path: nodePath(canvas, to), value: node as unknown as Json, at: Object.keys(nodesAt(tree, canvas)).indexOf(from) },
  ];
  if (place) {
    const layout = [...topicPath(canvas), "layout"];
    ops.push({ path: [...layout, from] }, { path: [...layout, to], value: place });
  }
  for (const [topic, { nodes = {} }] of Object.entries(bot.topics)) {
    for (const [id, one] of Object.entries(nodes)) {
      const at = nodePath({ bot: canvas.bot, topic }, id === from ? to : id);
      ops.push(...renamedIn(one, at, from, to, catalogue));
    }
  }
  return [...ops, ...remembered(bot, canvas.bot, from, to), ...renamedInFunnels(bot, canvas.bot, from, to)];
}

/** The former id is kept, as history knows the node by it; a node that gets it back has it as its own. */
function remembered(bot: Bot, name: string, from: string, to: string): Op[] {
  const { [to]: _back, ...former } = (bot.former_nodes ?? {}) as Record<string, string>;
  return [{ path: ["bots", name, "former_nodes"], value: { ...former, [from]: to } }];
}

interface Looked {
  step?: string;
  node?: string;
  intent?: string;
}

interface Funnel {
  steps: Looked[];
  exclusions?: { what: Looked }[];
}

function renamedInFunnels(bot: Bot, name: string, from: string, to: string): Op[] {
  return Object.entries((bot.funnels ?? {}) as Record<string, Funnel>).flatMap(([file, funnel]) => {
    const steps = funnel.steps.map((step) => renamedStep(step, from, to));
    const exclusions = funnel.exclusions?.map((each) => ({ ...each, what: renamedStep(each.what, from, to) }));
    const changed = { ...funnel, steps, ...(exclusions && { exclusions }) } as unknown as Json;
    return JSON.stringify(changed) === JSON.stringify(funnel) ? [] : [{ path: ["bots", name, "funnels", file], value: changed }];
  });
}

function renamedStep(step: Looked, from: string, to: string): Looked {
  if (step.step === "intent" && step.intent === from) return { ...step, intent: to };
  return step.node === from ? { ...step, node: to } : step;
}

function renamedIn(node: FlowNode, at: Op["path"], from: string, to: string, catalogue: Catalogue): Op[] {
  const ops: Op[] = Object.entries(node.edges ?? {})
    .filter(([, leads]) => leads === from)
    .map(([port]) => ({ path: [...at, "edges", port], value: to }));
  const schema = catalogue.kinds[node.kind]?.schema;
  if (!schema || !node.params) return ops;
  for (const { role, path, value } of usesOf(schema, node.params)) {
    if (role === "target" && value === from) ops.push({ path: [...at, "params", ...path], value: to });
  }
  return ops;
}
