// The ports that can be read off a node without asking its kind: those that lead on, and the ids of
// its options, cases or ways. Jupyter's server says the rest a moment later.

import type { Catalogue, FlowNode, Json, Topic } from "../types.ts";

export function listedPorts(topic: Topic, catalogue: Catalogue): Record<string, string[]> {
  return Object.fromEntries(Object.entries(topic.nodes ?? {}).map(([name, node]) => [name, portsOf(node, catalogue)]));
}

function portsOf(node: FlowNode, catalogue: Catalogue): string[] {
  const listed = namesPorts(node, catalogue) ? Object.values(node.params ?? {}).flatMap(idsOf) : [];
  const drawn = Object.keys(node.edges ?? {});
  const isTarget = Object.values(catalogue.kinds[node.kind]?.schema.properties ?? {}).some((one) => one["x-role"] === "target");
  const ports = [...new Set([...listed, ...drawn])];
  return ports.length || isTarget ? ports : ["next"];
}

/** Whether what a kind lists becomes ports: the quick replies of a message do not. */
function namesPorts(node: FlowNode, catalogue: Catalogue): boolean {
  const kind = catalogue.kinds[node.kind];
  return !kind || kind.group !== "say";
}

function idsOf(value: Json): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return [];
    return typeof item["id"] === "string" && !item["url"] && !item["says"] ? [item["id"]] : [];
  });
}
