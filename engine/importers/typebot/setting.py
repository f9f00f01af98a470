"""Values given to variables: by an expression, by a script, or of a kind of their own."""

import re

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.javascript import Body, Translated, Untranslatable, body
from engine.importers.javascript.made import quoted
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.texts import single_variable, with_names
from engine.nodes.set import Set

ZONED = re.compile(r"[A-Za-z]+/[A-Za-z_/]+")
DAYS = {"Now": 0, "Today": 0, "Tomorrow": 1, "Yesterday": -1}
DAYTIME = '(now.getHours() < 12 ? "morning" : now.getHours() < 18 ? "afternoon" : "evening")'
WHO = 'contact.id + "-" + string(session.number)'
# What each kind gives, and in what that differs.
KINDS = {
    "Environment name": ('channel == "whatsapp" ? "whatsapp" : "web"', ""),
    "Moment of the day": (DAYTIME, ""),
    "Contact name": ("has(contact.name) ? contact.name : null", ""),
    "Phone number": ("has(contact.phone) ? contact.phone : null", ""),
    "User ID": (WHO, "the contact and the number of the session stand for the result"),
    "Result ID": (WHO, "the contact and the number of the session stand for the result"),
    "Random ID": (
        'contact.id + "-" + format_moment(now, "yyyyMMddHHmmssSSS")',
        "made of the contact and the moment, not by chance",
    ),
}


def draw_set_variable(chain: Chain) -> None:
    """A `set` of one variable."""
    settings = chain.block.settings
    kind, variable = text(settings.get("type")) or "Custom", chain.variable
    if not variable:
        chain.told(name="(no variable)")
        return
    if kind == "Custom":
        _draw_custom(chain, variable)
    elif kind in DAYS:
        _draw_day(chain, variable, kind)
    elif kind in KINDS:
        value, how = KINDS[kind]
        chain.told(_set(chain, variable, value), how, name=kind)
    elif kind == "Empty":
        node = chain.then(f"clear_{variable}", "set", Set(clear=(variable,)))
        chain.told(node, name=kind)
    elif kind in {"Append value(s)", "Pop", "Shift"}:
        _draw_list(chain, variable, kind)
    elif kind == "Map item with same index":
        _draw_mapped(chain, variable)
    elif kind == "Transcript":
        why = "no variable holds what was said before"
        step = "read the conversation in the inbox, or keep what is needed in variables"
        chain.to_do("transcript", why, step)
    else:
        chain.to_do(kind, f"the kind {kind!r} of value is not known", "set the variable by hand")


def _set(chain: Chain, variable: str, value: str) -> str:
    return chain.then(f"set_{variable}", "set", Set(variables={variable: value}))


def _draw_custom(chain: Chain, variable: str) -> None:
    """An expression: one variable, a script, or a text where it is no script."""
    source = text(chain.block.settings.get("expressionToEvaluate"))
    if not source.strip():
        node = chain.then(f"clear_{variable}", "set", Set(clear=(variable,)))
        chain.told(node, name="(empty)")
        return
    if name := single_variable(source):
        other = chain.conversion.variables.by_name(name)
        value = f"has({other}) ? {other} : null" if other else '""'
        chain.told(_set(chain, variable, value), name=source.strip())
        return
    if re.fullmatch(r"0[^.].+", source.strip()) and source.strip().isdigit():
        chain.told(_set(chain, variable, quoted(source)), name=source)
        return
    found = evaluated(chain, source)
    if isinstance(found, Translated):
        chain.texts.notes += found.notes
        chain.told(_set(chain, variable, found.cel), name=source.strip()[:60])
    elif found.fails and not truth(chain.block.settings.get("isExecutedOnClient")):
        value = chain.texts.value(source)
        chain.told(_set(chain, variable, value), name=source.strip()[:60])
    else:
        why = f"the script was not translated: {found}"
        step = "write the value as one of our expressions, or as a code action"
        chain.to_do(f"set {variable}", why, step, source)


def evaluated(chain: Chain, source: str) -> Translated | Untranslatable:
    """What a script gives, as an expression."""
    variables = chain.conversion.variables
    code = with_names(source, variables)
    script = code if "return " in code else f"return {code}"
    found = body(script, variables.naming)
    return found.value if isinstance(found, Body) else found


def _draw_day(chain: Chain, variable: str, kind: str) -> None:
    """A moment as ISO text."""
    zone = text(chain.block.settings.get("timeZone")).strip()
    moment = f'shift(now, {DAYS[kind]}, "days")' if DAYS[kind] else "now"
    how = "written with the offset of the bot's time zone"
    if zone:
        how += f", not of {zone}"
    chain.told(_set(chain, variable, f"as_text({moment})"), how, name=kind)


def _draw_list(chain: Chain, variable: str, kind: str) -> None:
    """An item is added at the end of a list, or taken from one of its ends."""
    is_list = chain.conversion.variables.type_of(variable) == "list"
    if kind == "Append value(s)":
        item = chain.texts.value(text(chain.block.settings.get("item")))
        before = variable if is_list else f"(type({variable}) == list ? {variable} : [{variable}])"
        value = f"(has({variable}) ? {before} : []) + [{item}]"
        chain.told(_set(chain, variable, value), name=kind)
        return
    taken = chain.by_id(chain.block.settings.get("saveItemInVariableId"))
    place, rest = (
        ("size({0}) - 1", "slice({0}, 0, -1)") if kind == "Pop" else ("0", "slice({0}, 1)")
    )
    values = {}
    lists = f"has({variable}) && type({variable}) == list"
    if taken:
        item = f"at({variable}, {place.format(variable)})"
        values[taken] = f"{lists} ? {item} : null"
    values[variable] = f"{lists} ? {rest.format(variable)} : {variable}"
    node = chain.then(f"set_{variable}", "set", Set(variables=values))
    chain.told(node, name=kind)


def _draw_mapped(chain: Chain, variable: str) -> None:
    """The item of one list at the place that another list has its item."""
    found = mapping(chain.block.settings.get("mapListItemParams"))
    item, base, target = (
        chain.by_id(found.get(name))
        for name in ("baseItemVariableId", "baseListVariableId", "targetListVariableId")
    )
    if not (item and base and target):
        chain.told(name="(incomplete)")
        return
    there = " && ".join(f"has({one})" for one in (item, base, target))
    value = f"{there} ? at({target}, index_of({base}, {item})) : null"
    chain.told(_set(chain, variable, value), name="Map item with same index")
