"""A second import under the ids of the first: what comes from the same place of the source is
the same node, though its id was made of words that have changed since."""

from collections.abc import Mapping

from msgspec.structs import replace

from engine.importers import Imported
from engine.project.renaming import free, quoted_names, rename_nodes, rename_topics
from engine.types.bot import Bot, Node, Project

# Where a node comes from and its kind; with the file's name and, failing that, without.
Origin = tuple[str, str]


def aligned(imported: Imported, base: Project) -> Imported:
    """The import with nodes and topics called as in `base`, where they are the same ones."""
    bots: dict[str, Bot] = {}
    renamed: dict[str, str] = {}
    for id_, bot in imported.project.bots.items():
        before = base.bots.get(id_)
        if before is None:
            bots[id_] = bot
            continue
        names = _same_nodes(before, bot)
        called = rename_nodes(bot, names)
        called = rename_topics(called, _same_topics(before, called))
        bots[id_] = _with_sources(before, called)
        renamed |= names
    entries = tuple(
        replace(entry, node=renamed.get(entry.node, entry.node))
        for entry in imported.report.entries
    )
    return replace(
        imported,
        project=replace(imported.project, bots=bots),
        report=replace(imported.report, entries=entries),
    )


def _same_nodes(before: Bot, now: Bot) -> dict[str, str]:
    """The id in `before` of each node of `now` that is called otherwise there."""
    old, new = _nodes(before), _nodes(now)
    fixed = quoted_names(now)
    pairs: dict[str, str] = {}
    for with_file in (True, False):
        left = {id_: node for id_, node in new.items() if id_ not in pairs}
        taken = set(pairs.values())
        there = _by_origin({i: n for i, n in old.items() if i not in taken}, with_file)
        for origin, ids in _by_origin(left, with_file).items():
            pairs |= _paired(ids, there.get(origin, []), new, old)
    pairs = {id_: was for id_, was in pairs.items() if id_ == was or id_ not in fixed}
    # Whoever has the name of another now gives it back.
    taken = {*pairs.values()}
    for id_ in new:
        if id_ not in pairs and id_ in taken:
            pairs[id_] = free(id_, {*taken, *new, *old})
            taken.add(pairs[id_])
    return {id_: was for id_, was in pairs.items() if id_ != was}


def _paired(
    ids: list[str], there: list[str], new: Mapping[str, Node], old: Mapping[str, Node]
) -> dict[str, str]:
    """Nodes of one origin, side by side: those of the same name, then those that say the same,
    then the rest in order."""
    pairs = {id_: id_ for id_ in ids if id_ in there}
    for alike in (True, False):
        free_there = [id_ for id_ in there if id_ not in pairs.values()]
        for id_ in (id_ for id_ in ids if id_ not in pairs):
            found = next(
                (one for one in free_there if not alike or old[one].params == new[id_].params), ""
            )
            if found:
                free_there.remove(found)
                pairs[id_] = found
    return pairs


def _same_topics(before: Bot, now: Bot) -> dict[str, str]:
    """The id in `before` of each topic of `now` that has most of its nodes there."""
    home = {id_: name for name, topic in before.topics.items() for id_ in topic.nodes}
    names: dict[str, str] = {}
    for name, topic in now.topics.items():
        if name in before.topics:
            continue
        homes = [home[id_] for id_ in topic.nodes if id_ in home]
        was = max(sorted(set(homes)), key=homes.count, default="")
        if was and was not in now.topics and was not in names.values():
            names[name] = was
    return names


def _with_sources(before: Bot, now: Bot) -> Bot:
    """The bot with the sources of `before` where only the name of the export's file differs."""
    old = {id_: node.source for id_, node in _nodes(before).items()}

    def kept(id_: str, node: Node) -> Node:
        source = old.get(id_, "")
        place = node.source.partition("#")[2]
        return replace(node, source=source) if place and source.endswith(f"#{place}") else node

    topics = {
        name: replace(topic, nodes={id_: kept(id_, node) for id_, node in topic.nodes.items()})
        for name, topic in now.topics.items()
    }
    return replace(now, topics=topics)


def _nodes(bot: Bot) -> dict[str, Node]:
    return {id_: node for topic in bot.topics.values() for id_, node in topic.nodes.items()}


def _by_origin(nodes: Mapping[str, Node], with_file: bool) -> dict[Origin, list[str]]:
    found: dict[Origin, list[str]] = {}
    for id_, node in nodes.items():
        place = node.source if with_file else node.source.partition("#")[2]
        if place:
            found.setdefault((place, node.kind), []).append(id_)
    return found
