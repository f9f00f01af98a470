"""Results of a flow and values that last while it runs, kept as variables."""

from engine.importers.dialogflow_es.tolerant import Mapping, text
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.translate import text_value, unless_error
from engine.importers.rapidpro.uses import result_key
from engine.importers.rapidpro.values import as_number, quoted
from engine.nodes.set import Set


def draw_result(chain: Chain, action: Mapping) -> None:
    """A result that an action sets; an error in its value leaves it as it was."""
    label, missed = text(action.get("name")), list[str]()
    name = chain.conversion.survey.result(chain.sheet.flow, result_key(label))
    made = chain.value(plain(action, "value"), missed)
    category = chain.localized(
        text(action.get("uuid")), "none", text(action.get("category")), 0, missed
    )
    parts = f'"value": {text_value(made)}, "category": {text_value(category)}'
    cel = f'{{{parts}, "input": input_text}}'
    params = Set(variables={name: cel})
    node = chain.then(f"result_{name}", "set", params, when=unless_error(made))
    chain.told("action set_run_result", label, node, missed)


def draw_local(chain: Chain, action: Mapping) -> None:
    """A value that lasts while the flow runs: set, counted up, or cleared."""
    key, missed = text(action.get("local")) or text(action.get("name")), list[str]()
    name = chain.conversion.survey.local(chain.sheet.flow, key)
    operation = text(action.get("operation"))
    made = chain.value(plain(action, "value"), missed)
    if operation == "clear":
        params = Set(clear=(name,))
    elif operation == "increment":
        before = f"as_number(has({name}) ? {name} : 0)"
        params = Set(variables={name: f"outlined({before} + {as_number(made)})"})
    else:
        params = Set(variables={name: text_value(made)})
    node = chain.then(f"local_{key}", "set", params, when=unless_error(made))
    chain.told("action set_run_local", key, node, missed)


def keep_result(chain: Chain, label: str, value: str, category: str, extra: str = "") -> None:
    """The result of a call: its value, Success or Failure, and what else came."""
    name = chain.conversion.survey.result(chain.sheet.flow, result_key(label))
    more = f', "extra": {extra}' if extra else ""
    cel = f'{{"value": {value}, "category": {quoted(category)}, "input": ""{more}}}'
    chain.then(f"result_{name}", "set", Set(variables={name: cel}))


def plain(action: Mapping, key: str) -> str:
    """What an action says under a name, as a text."""
    found = action.get(key)
    return text(found) if not isinstance(found, bool) else str(found).lower()
