"""Finds the skills of an export, of any age: workspaces, dialog and actions skills, assistants."""

from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    first_text,
    mapping,
    mappings,
    text,
    texts,
    truth,
)
from engine.importers.files import Files, Unreadable
from engine.importers.watson.source import (
    DialogNode,
    Fault,
    Kind,
    Meaning,
    Skill,
    Step,
    Understood,
    Webhook,
)

# Without one of these words in its text a file is not Watson's, and is not parsed.
SIGNS = ('"dialog_nodes"', '"steps"', '"dialog_skill')
SETTINGS = ("system_settings", "learning_opt_out", "status", "metadata", "dialog_settings")
READ = frozenset(DialogNode.__struct_fields__) | {
    "dialog_node",
    "previous_sibling",
    "next_step",
    "go_to",
    "event_name",
    "user_label",
    "created",
    "updated",
    "metadata",
    # It only keeps a node out of the offers of disambiguation.
    "disambiguation_opt_out",
}


def looks_like_watson(source: Files) -> bool:
    """Whether some file holds a skill."""
    return any(True for _ in _skills_in(source, []))


def read_skills(source: Files) -> tuple[tuple[Skill, ...], tuple[Fault, ...]]:
    """The skills, those of dialog first, and what could not be read."""
    faults: list[Fault] = []
    skills = [_skill(content, path, faults) for path, content in _skills_in(source, faults)]
    return tuple(sorted(skills, key=lambda one: not one.nodes)), tuple(faults)


def _skills_in(source: Files, faults: list[Fault]) -> Iterator[tuple[str, Mapping]]:
    for path in source:
        if not path.lower().endswith(".json"):
            continue
        try:
            written = source.text(path)
            if any(sign in written for sign in SIGNS):
                yield from ((path, one) for one in _nested(mapping(source.json(path))))
        except Unreadable as error:
            faults.append(Fault(path, path, str(error)))


def _nested(content: Mapping) -> Iterator[Mapping]:
    """A skill stands alone, within `workspace`, or in the list of an assistant."""
    inner = mapping(content.get("workspace"))
    if isinstance(content.get("dialog_nodes"), list) or _has_actions(content):
        yield content
    elif isinstance(inner.get("dialog_nodes"), list) or _has_actions(inner):
        yield {**{name: value for name, value in content.items() if name != "workspace"}, **inner}
    else:
        for name in ("skills", "assistant_skills", "dialog_skills", "action_skills", "workspaces"):
            for one in mappings(content.get(name)):
                yield from _nested(one)
        for name in ("dialog_skill", "action_skill", "skill"):
            yield from _nested(mapping(content.get(name))) if content.get(name) else ()


def _has_actions(content: Mapping) -> bool:
    return any("steps" in one for one in mappings(content.get("actions")))


def _skill(content: Mapping, path: str, faults: list[Fault]) -> Skill:
    nodes = []
    for at, one in enumerate(mappings(content.get("dialog_nodes"))):
        if not text(one.get("dialog_node")):
            faults.append(Fault(f"{path}#dialog_nodes[{at}]", "", "a node without its id"))
            continue
        nodes.append(_node(one, path))
    return Skill(
        name=text(content.get("name")) or path.rpartition("/")[2].removesuffix(".json"),
        place=path,
        language=text(content.get("language")) or "en",
        description=text(content.get("description")),
        intents=_intents(content),
        entities=tuple(_entity(one) for one in mappings(content.get("entities")) if _named(one)),
        nodes=tuple(nodes),
        counterexamples=_phrases(content.get("counterexamples")),
        webhooks=tuple(_webhook(one) for one in mappings(content.get("webhooks"))),
        settings={name: content[name] for name in SETTINGS if content.get(name)},
        workspace=content if _has_actions(content) else {},
    )


def _named(one: Mapping) -> bool:
    return bool(text(one.get("entity")))


def _intents(content: Mapping) -> tuple[Understood, ...]:
    found: dict[str, Understood] = {}
    for one in mappings(content.get("intents")):
        name = text(one.get("intent"))
        if name:
            examples = _phrases(one.get("examples"))
            before = found[name].examples if name in found else ()
            found[name] = Understood(name, (*before, *examples), text(one.get("description")))
    return tuple(found.values())


def _phrases(value: object) -> tuple[str, ...]:
    """Examples are objects with `text`; some tools write plain texts."""
    several = value if isinstance(value, list) else []
    found = (text(one.get("text") if isinstance(one, dict) else one) for one in several)
    return tuple(one.strip() for one in found if one.strip())


def _entity(one: Mapping) -> Kind:
    values = [
        Meaning(text(each.get("value")), texts(each.get("synonyms")), texts(each.get("patterns")))
        for each in mappings(one.get("values"))
        if text(each.get("value"))
    ]
    return Kind(text(one.get("entity")), tuple(values), truth(one.get("fuzzy_match")))


def _node(one: Mapping, path: str) -> DialogNode:
    output = one.get("output")
    return DialogNode(
        id=text(one.get("dialog_node")),
        place=f"{path}#dialog_nodes/{text(one.get('dialog_node'))}",
        type=text(one.get("type")) or "standard",
        title=text(one.get("title")),
        conditions=text(one.get("conditions")).strip(),
        parent=text(one.get("parent")),
        previous=text(one.get("previous_sibling")),
        output={"text": output} if isinstance(output, str) else mapping(output),
        context=mapping(one.get("context")),
        actions=tuple(mappings(one.get("actions"))),
        step=_step(one),
        event=text(one.get("event_name")),
        variable=text(one.get("variable")).strip(),
        digress_in=text(one.get("digress_in")),
        digress_out=text(one.get("digress_out")),
        digress_out_slots=text(one.get("digress_out_slots")),
        label=text(one.get("user_label")),
        description=text(one.get("description")),
        disabled=truth(one.get("disabled")),
        rest=tuple(sorted(name for name in one if name not in READ and one[name])),
    )


def _step(one: Mapping) -> Step:
    """The next step; the older `go_to` is a jump."""
    step, jump = mapping(one.get("next_step")), mapping(one.get("go_to"))
    if step.get("behavior"):
        return Step(
            text(step.get("behavior")), text(step.get("selector")), text(step.get("dialog_node"))
        )
    if jump.get("dialog_node"):
        return Step("jump_to", text(jump.get("selector")), text(jump.get("dialog_node")))
    lone = text(one.get("go_to"))
    return Step("jump_to", "condition", lone) if lone else Step()


def _webhook(one: Mapping) -> Webhook:
    headers = tuple(
        (text(each.get("name")), text(each.get("value")))
        for each in mappings(one.get("headers"))
        if text(each.get("name"))
    )
    return Webhook(first_text(one, "name") or "main_webhook", text(one.get("url")), headers)
