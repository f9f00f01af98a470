"""Actions of the customer's own: drawn where they only keep values, else to be filled in."""

import keyword
import re

from engine.importers.botpress.chain import TO_DO, Chain
from engine.importers.botpress.conditions import naming_of, with_intents
from engine.importers.botpress.conversion import Conversion, Ends
from engine.importers.botpress.memory import NAME
from engine.importers.botpress.mustache import known
from engine.importers.botpress.source import Script
from engine.importers.dialogflow_es.tolerant import Mapping
from engine.importers.javascript import Assign, Choice, Give, Made, Step, Untranslatable, body, safe
from engine.importers.naming import identifier, readable
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.nodes.branch import Branch, Case
from engine.nodes.code import Code
from engine.nodes.set import Set
from engine.types.bot import CodeAction

WRITES = re.compile(
    r"(?:event\.state\.)?\b(temp|session|user)(?:\.([A-Za-z_]\w*)|\[['\"]([\w-]+)['\"]\])\s*=(?!=)"
)
# How actions are written by Botpress's studio: a function, and a call of it with its arguments.
WRAPPED = re.compile(
    r"(?:const|let|var)\s+(?P<name>\w+)\s*=\s*(?:async\s*)?\(?(?P<names>[\w\s,]*)\)?\s*=>\s*\{"
    r"(?P<body>.*)\}\s*;?\s*return\s+(?:await\s+)?(?P=name)\((?P<values>[^()]*)\)\s*;?\s*",
    re.DOTALL,
)
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
CONTACT = "contact."
KEPT_CHARS = 20_000
KIND = "action of the customer's"


def draw_script(chain: Chain, name: str, args: Mapping, script: Script | None) -> None:
    """Nodes that do what a script does; a `code` node to fill in where that is not possible."""
    missed: list[str] = []
    inputs = {
        key: chain.conversion.value(value if isinstance(value, str) else str(value), missed)
        for key, value in args.items()
    }
    if script is not None and not missed and _draw_steps(chain, name, inputs, script):
        return
    _draw_code(chain, name, inputs, missed, script)


def _draw_steps(chain: Chain, name: str, inputs: dict[str, str], script: Script) -> bool:
    """Draws what a script does, where all of it can be said; whether it could."""
    own = naming_of(chain.conversion)

    def naming(path: tuple[str, ...]) -> Made | None:
        if path[0] == "args":
            cel = inputs.get(path[1]) if len(path) == 2 else None
            if cel is None:
                return None
            return Made(f"({cel})", "any", "" if cel.startswith('"') else known(cel))
        return own(path)

    found = body(_unwrapped(script.text), naming)
    if isinstance(found, Untranslatable) or not _can_be_drawn(found.steps):
        return False
    before = len(chain.drawn)
    chain.ends = _draw_all(chain, name, found.steps)
    if len(chain.drawn) == before:
        return False
    note = without_secrets(script.text, lambda _found: HIDDEN)[:KEPT_CHARS]
    first = chain.drawn[before]
    chain.conversion.drawing.remark(chain.sheet.topic, first, f"The source, in JavaScript:\n{note}")
    notes = "; ".join(found.notes)
    if notes:
        chain.differs(KIND, name, notes, node=first)
    else:
        chain.exact(KIND, name, first)
    return True


def _unwrapped(source: str) -> str:
    """The statements of an action that is written as a function and a call of it."""
    plain = REMARK.sub("", source).strip().removeprefix('"use strict"').strip(" ;\n")
    found = WRAPPED.fullmatch(plain)
    if found is None:
        return plain
    names = [one.strip() for one in found["names"].split(",") if one.strip()]
    values = [one.strip() for one in found["values"].split(",") if one.strip()]
    given = [
        f"const {name} = {value};"
        for name, value in zip(names, values, strict=False)
        if name != value
    ]
    return "\n".join([*given, found["body"]])


def _can_be_drawn(steps: tuple[Step, ...]) -> bool:
    for step in steps:
        if isinstance(step, Choice):
            if not (_can_be_drawn(step.yes) and _can_be_drawn(step.no)):
                return False
        elif isinstance(step, Assign):
            name = step.name.removeprefix(CONTACT)
            if not NAME.fullmatch(name) or step.target[0] == "args":
                return False
        elif not isinstance(step, Give):
            return False
    return True


def _draw_all(chain: Chain, name: str, steps: tuple[Step, ...]) -> Ends:
    """The steps one after the other; the ends of all ways through them."""
    done: Ends = []
    for step in steps:
        if isinstance(step, Give):
            return [*done, *chain.ends]
        if isinstance(step, Choice):
            condition = with_intents(chain.conversion, step.condition)
            case = Case(id="holds", condition=condition)
            branch = chain.then(f"{name}_if", "branch", Branch(cases=(case,)), ends=())
            ends: Ends = []
            for port, way in (("holds", step.yes), ("else", step.no)):
                other = chain.fork((branch, port))
                ends += _draw_all(other, name, way)
            chain.ends = ends
        elif isinstance(step, Assign):
            value = safe(step.value, "null")
            if step.name.startswith(CONTACT):
                params = Set(fields={step.name.removeprefix(CONTACT): value})
            else:
                params = Set(variables={step.name: value})
            chain.then(f"{name}_{step.name.removeprefix(CONTACT)}", "set", params)
    return [*done, *chain.ends]


def _draw_code(
    chain: Chain, name: str, inputs: dict[str, str], missed: list[str], script: Script | None
) -> None:
    """A `code` node that a person fills in; until then the conversation goes on without it."""
    conversion = chain.conversion
    action = identifier(name, "action")
    given = {
        key: value
        for key, value in inputs.items()
        if NAME.fullmatch(key) and not keyword.iskeyword(key)
    }
    outputs = _outputs(chain, script.text) if script else {}
    if action not in conversion.actions:
        conversion.actions[action] = CodeAction(_stub(name, given, outputs, script), name=name)
    node = chain.then(
        action,
        "code",
        Code(action=action, inputs=given, outputs=outputs),
        title=f"{TO_DO}: {readable(name)}",
        note="An action of the source in JavaScript: write it in Python. Its text is kept in the "
        "code action. Until then it fails, and the conversation goes on.",
        ends=("next", "failed"),
    )
    where = "its JavaScript is kept in the code action" if script else "its program is not there"
    if missed:
        chain.mark(node, name, f"not translated: {', '.join(missed)}")
    why = f"programs are never run: {where}"
    chain.missing(KIND, name, why, f"write actions/{action}.py in Python")


def keep_text(conversion: Conversion, script: Script) -> str:
    """Keeps a program that no node calls as the text of a code action; its name."""
    name = conversion.hook_names.take(f"hook {script.name}", "hook")
    plain = re.sub(r"[^\w./-]", "_", script.name)
    conversion.actions[name] = CodeAction(
        f'"""{plain} of Botpress: no node calls it."""\n\n\ndef run():\n    """Gives nothing."""\n'
        f"    return {{}}\n\n\n# The source, in JavaScript:\n#\n{_remarks(script.text)}\n",
        name=script.name,
    )
    return name


def _remarks(source: str) -> str:
    """A program as remarks of Python, without secrets."""
    hidden = without_secrets(source, lambda _found: HIDDEN)[:KEPT_CHARS]
    return "\n".join(f"# {line}".rstrip() for line in hidden.splitlines())


def _outputs(chain: Chain, source: str) -> dict[str, str]:
    """The variables that a script writes, each with the key that gives its value."""
    found = {}
    for scope, plain, other in WRITES.findall(source):
        name = plain or other
        if scope != "user" and NAME.fullmatch(name):
            found[chain.conversion.memory.variable(scope, name)] = name
    return found


def _stub(name: str, inputs: dict[str, str], outputs: dict[str, str], script: Script | None) -> str:
    """The Python of an action that is still to be written."""
    kept = _remarks(script.text) if script else ""
    keys = ", ".join(outputs.values()) or "nothing"
    plain = re.sub(r"[^\w./-]", "_", name)
    return (
        f'"""The action {plain} of Botpress, to be written in Python."""\n\n\n'
        f"def run({', '.join(inputs)}):\n"
        f'    """Gives a dict with: {keys}."""\n'
        f'    raise NotImplementedError("write the action {plain}")\n'
        + (f"\n\n# The source, in JavaScript:\n#\n{kept}\n" if kept else "")
    )
