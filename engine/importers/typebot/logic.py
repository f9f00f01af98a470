"""What decides where the flow goes on: conditions, jumps, links, waits, tests, returns."""

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.javascript import Assign, Body, Choice, Step, Untranslatable, body, safe
from engine.importers.javascript import Call as Handled
from engine.importers.naming import Names, shortened
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.sheet import End
from engine.importers.typebot.source import Typebot
from engine.importers.typebot.texts import VARIABLE, single_variable, with_names
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.set import Set
from engine.nodes.split import Split, Way
from engine.nodes.stop import Stop
from engine.nodes.wait import Wait

SETTER = "setVariable"


def draw_condition(chain: Chain) -> None:
    """A branch with a case for each item; the one that holds first is taken."""
    names, cases = Names(("else",)), []
    for item in chain.block.items:
        found = mapping(item.get("content")) or mapping(item.get("condition"))
        comparisons = found.get("comparisons")
        first = mapping(comparisons[0]) if isinstance(comparisons, list) and comparisons else {}
        wish = VARIABLE.sub(" ", text(first.get("value"))) or "case"
        name = names.take(shortened(wish, 24).rstrip("…"), "case")
        cases.append((Case(id=name, condition=chain.condition(found)), item))
    if not cases:
        chain.told(name="(empty)")
        return
    params = Branch(cases=tuple(case for case, _ in cases))
    node = chain.then(f"if_{cases[0][0].id}", "branch", params, ends=("else",))
    for case, item in cases:
        spot = chain.sheet.spot(text(item.get("outgoingEdgeId")))
        chain.lead([(node, case.id)], spot or chain.sheet.next_in(chain.group, chain.at))
    chain.told(node)


def draw_jump(chain: Chain) -> None:
    """An edge to another place; nothing is drawn for it."""
    settings = chain.block.settings
    group = chain.sheet.groups.get(text(settings.get("groupId")))
    if group is None:
        if not settings.get("groupId"):
            chain.told(name="(empty)")
            return
        why = "the group that it jumps to is not in the bot"
        chain.to_do("jump", why, "connect it to where it is to go on")
        chain.ends = []
        return
    places = [at for at, one in enumerate(group.blocks) if one.id == settings.get("blockId")]
    chain.sheet.passages[chain.group.id, chain.at] = (group.id, places[0] if places else 0)
    chain.told(name=group.title)


def draw_link(chain: Chain) -> None:
    """Another bot, or another place of this one, is visited."""
    settings, conversion = chain.block.settings, chain.conversion
    identity = text(settings.get("typebotId"))
    if not identity:
        chain.told(name="(empty)")
        return
    bot = chain.sheet.bot if identity == "current" else conversion.export.bot(identity)
    if bot is None:
        why = f"the bot {identity!r} that it visits is not in the export"
        chain.to_do("link", why, "export that bot too, and import both as one folder")
        return
    inputs = {}
    if bot is not chain.sheet.bot and not _merges(chain, settings.get("mergeResults")):
        inputs = {ours: f"has({ours}) ? {ours} : null" for ours in _set_by(chain, bot)}
    node = chain.then(f"visit_{bot.name}", "call", Call(target="pending", inputs=inputs))
    conversion.visits.append((chain.sheet.topic, node, bot.id, text(settings.get("groupId"))))
    chain.told(node, name=bot.name)


def _merges(chain: Chain, wanted: object) -> bool:
    """Whether what the visited bot sets is known after it; the default has changed."""
    if isinstance(wanted, bool):
        return wanted
    return not chain.sheet.bot.version.startswith("6")


def _set_by(chain: Chain, bot: Typebot) -> list[str]:
    """Variables of this bot that the visited one may set as well."""
    shared = set(chain.sheet.bot.variables.values()) & set(bot.variables.values())
    blocks = [block for group in bot.groups for block in group.blocks]
    found = {bot.variables.get(text(block.settings.get("variableId")), "") for block in blocks}
    return sorted(chain.conversion.variables.by_name(name) for name in shared & found if name)


def draw_wait(chain: Chain) -> None:
    """So many seconds pass."""
    source = text(chain.block.settings.get("secondsToWaitFor")).strip()
    how = ""
    if truth(chain.block.settings.get("shouldPause")):
        how = "the flow goes on by itself after the time"
    variable = chain.conversion.variables.by_name(single_variable(source))
    if variable:
        seconds = f"as_number({variable})"
        until = f'{seconds} != null ? shift(now, {seconds}, "seconds") : now'
        chain.told(chain.then("wait", "wait", Wait(until=until)), how)
        return
    try:
        number = float(source)
    except ValueError:
        number = 0.0
    if not 0 < number < 31_536_000:
        chain.told(name="(no time)")
        return
    params = Wait(seconds=int(number))
    if not number.is_integer():
        params = Wait(until=f'shift(now, {number!r}, "seconds")')
    chain.told(chain.then("wait", "wait", params), how)


def draw_test(chain: Chain) -> None:
    """One of two ways, by chance."""
    percent = chain.block.settings.get("aPercent")
    share = float(percent) if isinstance(percent, int | float) else 50.0
    weights = {"a": share, "b": 100 - share}
    ways = tuple(Way(id=name, weight=weight) for name, weight in weights.items() if weight > 0)
    spots = {text(item.get("path")): text(item.get("outgoingEdgeId")) for item in chain.block.items}
    if len(ways) < 2:
        spot = chain.sheet.spot(spots.get(ways[0].id if ways else "a", ""))
        onward = spot or chain.sheet.after(chain.group, chain.at)
        chain.sheet.passages[chain.group.id, chain.at] = onward
        chain.told(name=f"{share:g} %")
        return
    node = chain.then("split", "split", Split(ways=ways), ends=())
    # A way that leads nowhere is not taken there: the other one is.
    onward = chain.sheet.spot(spots.get("b", "")) or chain.sheet.after(chain.group, chain.at)
    for way in ways:
        chain.lead([(node, way.id)], chain.sheet.spot(spots.get(way.id, "")) or onward)
    chain.told(node)


def draw_return(chain: Chain) -> None:
    """Back to the question that a command or a reply came upon."""
    if not chain.sheet.in_event(chain.group):
        chain.told(name="(nothing to return to)")
        return
    chain.told(chain.then("return", "stop", Stop(what="flow"), ends=()))


def draw_script(chain: Chain) -> None:
    """A script that only sets variables; what else it does, a person looks at."""
    source = text(chain.block.settings.get("content"))
    name = text(chain.block.settings.get("name")) or "script"
    if not source.strip():
        chain.told(name="(empty)")
        return
    variables = chain.conversion.variables
    found = body(with_names(source, variables), variables.naming, {SETTER})
    sets = isinstance(found, Body) and _only_sets(found.steps)
    if isinstance(found, Untranslatable) or not sets:
        what = str(found) if isinstance(found, Untranslatable) else "it sets what the bot lacks"
        why = f"the script was not translated: {what}"
        chain.to_do(name, why, "write what it did as nodes, or as a code action", source)
        return
    _draw_steps(chain, found.steps)
    if chain.first:
        chain.told(chain.first, "; ".join(found.notes), name=name)
    else:
        chain.told(name=f"{name} (changes nothing)")


def _only_sets(steps: tuple[Step, ...]) -> bool:
    for step in steps:
        if isinstance(step, Choice) and not (_only_sets(step.yes) and _only_sets(step.no)):
            return False
        if isinstance(step, Handled) and len(step.arguments) != 2:
            return False
        if isinstance(step, Assign):
            return False
    return True


def _draw_steps(chain: Chain, steps: tuple[Step, ...]) -> None:
    """A `set` for each call, a `branch` for each choice."""
    for step in steps:
        if isinstance(step, Handled):
            named, value = step.arguments
            ours = chain.conversion.variables.by_name(named.cel.strip('"'))
            if ours:
                chain.then(f"set_{ours}", "set", Set(variables={ours: safe(value, "null")}))
        elif isinstance(step, Choice):
            case = Case(id="yes", condition=step.condition)
            node = chain.then("if", "branch", Branch(cases=(case,)), ends=("yes",))
            _draw_steps(chain, step.yes)
            ends: list[End] = chain.ends
            chain.ends = [(node, "else")]
            _draw_steps(chain, step.no)
            chain.ends = [*ends, *chain.ends]
