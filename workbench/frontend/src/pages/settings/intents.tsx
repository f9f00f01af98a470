// The intents that every conversation passes: where it begins, what is said when nothing fits, and
// those that close it. They are drawn; from here one gets there.

import { useMemo } from "react";
import { Icon } from "../../parts/icon.tsx";
import type { Stage } from "../../stage.ts";
import type { Bot, Catalogue, Settings } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";

const WORDS = {
  title: { es: "Intenciones que todo bot tiene", en: "Intents that every bot has", pt: "Intenções que todo bot tem" },
  startup: { es: "Mensaje de inicio", en: "Startup message", pt: "Mensagem inicial" },
  not_understood: { es: "Cuando nada encaja", en: "When nothing fits", pt: "Quando nada encaixa" },
  closing: { es: "Cierra la conversación", en: "Closes the conversation", pt: "Encerra a conversa" },
  missing: { es: "falta", en: "missing", pt: "falta" },
} satisfies Words<string>;

interface Place {
  key: "startup" | "not_understood" | "closing";
  node: string;
  topic: string;
}

interface Props {
  stage: Stage;
  bot: Bot;
  catalogue: Catalogue;
  settings: Settings;
}

export function Intents({ stage, bot, catalogue, settings }: Props) {
  const words = useWords(WORDS);
  const places = useMemo(() => placesOf(bot, catalogue, settings), [bot.topics, catalogue, settings]);
  return (
    <div className="tw-field">
      <span className="tw-field__label">{words("title")}</span>
      <ul className="tw-places">
        {places.map(({ key, node, topic }) => (
          <li key={`${key} ${node}`}>
            <span>{words(key)}</span>
            {topic ? (
              <button type="button" className="tw-link" onClick={() => stage.goTo({ bot: bot.id, topic, node })}>
                {topic} / {node} <Icon name="right" size={12} />
              </button>
            ) : (
              <span className="tw-tag" data-tone="bad">{node}: {words("missing")}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function placesOf(bot: Bot, catalogue: Catalogue, settings: Settings): Place[] {
  const found: Place[] = [];
  for (const key of ["startup", "not_understood"] as const) {
    const node = settings.intents[key];
    const topic = Object.keys(bot.topics).find((name) => node in (bot.topics[name]!.nodes ?? {})) ?? "";
    found.push({ key, node, topic });
  }
  for (const [topic, { nodes = {} }] of Object.entries(bot.topics)) {
    for (const [node, { kind }] of Object.entries(nodes)) {
      const isIntent = (catalogue.kinds[kind]?.triggers.length ?? 0) > 0;
      if (isIntent && endsAtOnce(node, nodes, catalogue)) found.push({ key: "closing", node, topic });
    }
  }
  return found;
}

/** Whether the only way on from an intent ends the conversation, as the one for insults does. */
function endsAtOnce(start: string, nodes: Record<string, { kind: string; edges?: Record<string, string> }>, catalogue: Catalogue): boolean {
  const seen = new Set<string>();
  let at = start;
  while (!seen.has(at)) {
    seen.add(at);
    const node = nodes[at];
    const ways = Object.values(node?.edges ?? {});
    if (!node) return false;
    if (ways.length === 0) return at !== start && catalogue.kinds[node.kind]?.family === "end";
    if (ways.length > 1) return false;
    at = ways[0]!;
  }
  return false;
}
