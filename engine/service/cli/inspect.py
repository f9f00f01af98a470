"""`tertulia inspect`: what a bundle or a project holds."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("inspect", "tertulia inspect clinic.bot")
@click.argument("path", type=PATH, metavar="PATH", help="A .bot bundle or a bot's folder.")
@as_json
def run(path: Path, json: bool) -> None:
    """Shows what is inside: bots, languages, topics, intents, phrases, tables, actions."""
    from engine import nlu
    from engine.service.workspace import open_workspace

    workspace = open_workspace(path)
    bots = {}
    for name, bot in workspace.project.bots.items():
        kinds: dict[str, int] = {}
        for topic in bot.topics.values():
            for node in topic.nodes.values():
                kinds[node.kind] = kinds.get(node.kind, 0) + 1
        bots[name] = {
            "name": bot.name,
            "languages": " ".join(bot.languages),
            "topics": len(bot.topics),
            "nodes": sum(kinds.values()),
            "intents": kinds.get("intent", 0),
            "phrases": len(nlu.examples(bot)),
            "tables": " ".join(bot.entities),
            "actions": " ".join(bot.actions),
            "secrets": " ".join(bot.secrets),
            "kinds": kinds,
        }
    found = {
        "path": str(path),
        "id": workspace.bundle.id if workspace.bundle else "",
        "bots": bots,
    }
    if json:
        say_json(found)
        return
    if workspace.bundle:
        say(f"bundle {workspace.bundle.id}, verified")
    for name, facts in bots.items():
        say(name)
        for fact, value in facts.items():
            if value:
                shown = value if not isinstance(value, dict) else _kinds(value)
                say(f"  {fact:<10} {shown}")


def _kinds(kinds: dict[str, int]) -> str:
    ranked = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{kind} {number}" for kind, number in ranked)
