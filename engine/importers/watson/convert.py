"""A skill as a bot, in order: names, topics, entrances, the tree, what leads where, the account."""

import re

from engine.importers.naming import identifier, readable
from engine.importers.protocol import Options
from engine.importers.watson.actions import draw_actions_skill
from engine.importers.watson.bodies import draw_body, draw_choice_below, draw_choice_from
from engine.importers.watson.conversion import Conversion
from engine.importers.watson.flow import join_leads
from engine.importers.watson.levels import AMONG, BODY, CHILDREN, FROM, ROOT, UNMATCHED
from engine.importers.watson.roots import draw_digressed, draw_elsewhere, draw_roots, plan
from engine.importers.watson.settings import default_message, report_rest
from engine.importers.watson.source import Skill
from engine.importers.watson.topics import open_topics
from engine.importers.watson.waiting import DIGRESS, draw_digression
from engine.types.bot import Bot, Topic
from engine.types.limits import LIMITS

LANGUAGE = re.compile(r"[a-z]{2,3}")


def convert_skill(skill: Skill, options: Options) -> tuple[Bot, Conversion]:
    """The bot of a dialog skill, and the conversion with its account."""
    code = skill.language.lower().replace("_", "-").partition("-")[0]
    conversion = Conversion(skill, code if LANGUAGE.fullmatch(code) else "en")
    if skill.workspace and not skill.nodes:
        draw_actions_skill(conversion)
    else:
        _draw_dialog(conversion)
    join_leads(conversion)
    report_rest(conversion)
    return _bot(conversion, options), conversion


def _draw_dialog(conversion: Conversion) -> None:
    drawn = open_topics(conversion)
    plan(conversion)
    draw_roots(conversion)
    for node in drawn:
        draw_body(conversion, conversion.topics[node.id], node)
    _draw_what_is_led_to(conversion)


def _draw_what_is_led_to(conversion: Conversion) -> None:
    """The choices that some way leads to, until none is left undrawn."""
    done: set[str] = set()
    while True:
        wanted = {key for _, _, _, key in conversion.leads} | set(conversion.aliases.values())
        missing = sorted(
            key
            for key in wanted - done
            if not conversion.head(key) and key not in conversion.aliases
        )
        if not missing:
            return
        for key in missing:
            done.add(key)
            _draw_key(conversion, key)


def _draw_key(conversion: Conversion, key: str) -> None:
    kind, _, name = key.partition(" ")
    nodes, topics = conversion.tree.nodes, conversion.topics
    if kind == CHILDREN.strip() and name in nodes:
        draw_choice_below(conversion, topics[name], nodes[name])
    elif kind in {FROM.strip(), AMONG.strip()} and name in nodes:
        otherwise = ROOT if kind == FROM.strip() else UNMATCHED
        draw_choice_from(conversion, topics[name], nodes[name], otherwise)
    elif kind == DIGRESS.strip() and name in nodes:
        node = nodes[name]
        back = f"prompt {name}" if node.type == "slot" else f"{BODY}{name}"
        topic = topics[node.parent if node.type == "slot" else name]
        draw_digression(conversion, topic, node, back)
    elif key == ROOT:
        draw_elsewhere(conversion)
    elif kind == "digressed":
        draw_digressed(conversion, name)
    else:
        conversion.heads.setdefault(key, "")


def _bot(conversion: Conversion, options: Options) -> Bot:
    skill = conversion.skill
    topics = conversion.drawing.finish()
    return Bot(
        id=options.bot or identifier(skill.name, "bot"),
        name=options.name or readable(skill.name),
        description=skill.description,
        languages=(conversion.language,),
        language_detection="off",
        default_message=default_message(conversion),
        variables=dict(sorted(conversion.vocabulary.declared.items())),
        constants=conversion.constants,
        secrets=tuple(sorted(conversion.secrets)),
        limits=_limits(conversion, topics),
        topics=topics,
        entities=conversion.vocabulary.tables,
    )


def _limits(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, int]:
    """Higher limits where the source has more examples or longer menus than usual."""
    triggers = 0
    for topic in topics.values():
        for node in topic.nodes.values():
            phrases = node.params.get("phrases")
            if isinstance(phrases, dict):
                counts = [len(one) for one in phrases.values() if isinstance(one, list)]
                triggers = max(triggers, *counts, 0)
    limits = {}
    # Events count beside the phrases.
    if triggers > LIMITS.triggers_per_intent - 10:
        limits["triggers_per_intent"] = triggers + 10
    if conversion.most_options > LIMITS.options:
        limits["options"] = conversion.most_options
    if conversion.longest_label > LIMITS.option_chars:
        limits["option_chars"] = conversion.longest_label
    return limits
