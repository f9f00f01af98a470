// The names that a setting with a role may hold: what the bot has of that family.

import type { Bot, Tree } from "../types.ts";
import { inLanguage } from "../words.ts";

export interface Name {
  name: string;
  /** What it is, beside the name. */
  hint: string;
}

/** What can be named in a setting of a role, best known first; none for other roles. */
export function namesOf(role: string, tree: Tree, bot: Bot, language: string): Name[] {
  const family = FAMILIES[role];
  return family ? family(bot, tree, language) : [];
}

/** Roles whose values name things that have to exist; a tag is made by its first use. */
export function isName(role: string): boolean {
  return role in FAMILIES && role !== "tag";
}

/** Names that may stand in `${}` and in expressions. */
export function variablesOf(bot: Bot): Name[] {
  const contact = keys(bot["fields"]).map(({ name, hint }) => ({ name: `contact.${name}`, hint }));
  return [...keys(bot["variables"]), ...keys(bot["constants"]), ...contact];
}

type Family = (bot: Bot, tree: Tree, language: string) => Name[];

const FAMILIES: Record<string, Family> = {
  sets: (bot) => keys(bot["variables"]),
  sets_field: (bot) => keys(bot["fields"]),
  target: (bot, _tree, language) => targetsOf(bot, language),
  entity_table: (bot) => keys(bot.entities),
  action: (bot) => keys(bot.actions),
  queue: (bot) => plain((bot["queues"] as string[] | undefined) ?? ["default"]),
  site: (bot) => keys(bot["sites"]),
  segment: (bot) => keys(bot["segments"]),
  bot: (_bot, tree) => Object.values(tree.bots).map(({ id, name }) => ({ name: id, hint: name })),
  tag: tags,
  secret: (bot) => plain((bot["secrets"] as string[] | undefined) ?? []),
};

/** The nodes of a bot, those of a topic first. */
export function targetsOf(bot: Bot, language: string, first = ""): Name[] {
  const topics = Object.entries(bot.topics).sort(([one], [other]) => Number(other === first) - Number(one === first));
  return topics.flatMap(([topic, { title, nodes = {} }]) =>
    Object.entries(nodes).map(([name, node]) => ({
      name,
      hint: [node.title, inLanguage(title, language) || topic].filter(Boolean).join(" · "),
    })),
  );
}

/** Tags live where they are given: in the settings of nodes, and as the names of topics. */
function tags(bot: Bot): Name[] {
  const found = new Set(Object.keys(bot.topics));
  for (const { nodes = {} } of Object.values(bot.topics)) {
    for (const { params = {} } of Object.values(nodes)) {
      for (const list of [params["add"], params["remove"]]) {
        if (Array.isArray(list)) for (const tag of list) if (typeof tag === "string") found.add(tag);
      }
    }
  }
  return plain([...found].sort());
}

function keys(table: unknown): Name[] {
  return Object.entries((table as Record<string, unknown> | undefined) ?? {}).map(([name, value]) => {
    const { description, type } = (value ?? {}) as { description?: string; type?: string };
    return { name, hint: description ?? type ?? "" };
  });
}

function plain(names: string[]): Name[] {
  return names.map((name) => ({ name, hint: "" }));
}
