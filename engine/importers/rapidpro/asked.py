"""Actions that ask a service of the workspace: a classifier, a language model, airtime, a sheet.

What the service is stands in the workspace and not in an export. Each becomes a call of an
address that is a constant to be filled in; its answer is kept as the flow reads it.
"""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.results import keep_result
from engine.importers.rapidpro.translate import text_value
from engine.nodes.http import Http
from engine.nodes.set import Set

SERVICE = "service"
ANSWER = '{"status": response.status, "json": response.body}'
FAILED = "<ERROR>"


def draw_classifier(chain: Chain, action: Mapping) -> None:
    """Who understands is asked for its intents, which stay with the result."""
    found = mapping(action.get("classifier"))
    name = text(found.get("name")) or "classifier"
    missed: list[str] = []
    said = text_value(chain.value(text(action.get("input")) or "@input.text", missed))
    about = 'answers with {"intents": [{"name": ..., "confidence": ...}], "entities": {...}}'
    call = _call(chain, "classifier", name, {"text": said}, about)
    chain.told("action call_classifier", name, call, missed, _how("classifier", name, about))
    intents = f"(has({SERVICE}.json.intents) ? {SERVICE}.json.intents : [])"
    best = f'(size({intents}) > 0 ? at({intents}, 0).name : "")'
    _outcome(chain, call, text(action.get("result_name")), best, f"{SERVICE}.json", "")


def draw_llm(chain: Chain, action: Mapping) -> None:
    """A language model gets its instructions and the input; its answer is a local."""
    name = text(mapping(action.get("llm")).get("name")) or "model"
    missed: list[str] = []
    asked = {
        key: text_value(chain.value(text(action.get(key)), missed))
        for key in ("instructions", "input")
    }
    about = 'answers with {"output": ...}'
    call = _call(chain, "llm", name, asked, about)
    chain.told("action call_llm", name, call, missed, _how("language model", name, about))
    output = f"(has({SERVICE}.json.output) ? {SERVICE}.json.output : {SERVICE}.json)"
    local = text(action.get("output_local")) or "_llm_output"
    _outcome(chain, call, text(action.get("result_name")), f"outlined({output})", "", local)


def draw_airtime(chain: Chain, action: Mapping) -> None:
    """Credit for the contact's telephone."""
    amounts = mapping(action.get("amounts"))
    asked = {
        "phone": '(has(contact.phone) ? contact.phone : "")',
        "amounts": json.dumps(dict(amounts), ensure_ascii=False),
    }
    about = 'sends one of the amounts and answers with {"id": ...}'
    call = _call(chain, "airtime", "transfers", asked, about)
    shown = ", ".join(f"{value} {key}" for key, value in amounts.items())
    chain.told("action transfer_airtime", shown, call, [], _how("airtime", "transfers", about))
    identity = f'outlined(has({SERVICE}.json.id) ? {SERVICE}.json.id : "sent")'
    _outcome(chain, call, text(action.get("result_name")), identity, "", "_new_transfer", "")


def draw_sheet(chain: Chain, action: Mapping) -> None:
    """Glific: a row of a spreadsheet, read or written."""
    missed: list[str] = []
    name = text(action.get("name")) or text(action.get("sheet_id")) or "sheet"
    asked = {
        key: text_value(chain.value(text(action.get(key)), missed))
        for key in ("action_type", "row", "row_data", "range")
        if isinstance(action.get(key), str)
    }
    about = "reads or writes the row, and answers with it as an object"
    call = _call(chain, "sheet", name, asked, about)
    chain.told("action link_google_sheet", name, call, missed, _how("sheet", name, about))
    _outcome(chain, call, text(action.get("result_name")), '"success"', f"{SERVICE}.json", "")


def _call(chain: Chain, family: str, name: str, asked: dict[str, str], about: str) -> str:
    survey = chain.conversion.survey
    survey.keep(SERVICE, "The last answer of a service of the workspace: status and json.")
    says = f"The address that stands for {name} ({family}) of the workspace: it {about}."
    constant = survey.service(f"{family}_{name}_url", says)
    body = ", ".join(f'"{key}": ${{{cel}}}' for key, cel in asked.items())
    params = Http(
        method="POST", url=f"${{{constant}}}", body=f"{{{body}}}", results={SERVICE: ANSWER}
    )
    return chain.then(f"{family}_{name}", "http", params)


def _how(what: str, name: str, about: str) -> str:
    return f"the {what} {name!r} is not in an export: give its constant an address that {about}"


def _outcome(
    chain: Chain,
    call: str,
    label: str,
    value: str,
    extra: str,
    local: str,
    failed: str = FAILED,
) -> None:
    """What a call leaves: a local, and a result with Success or Failure."""
    chain.start_at((call, "next"))
    _keep(chain, label, value, "Success", extra, local)
    ends = list(chain.ends)
    chain.start_at(*[(call, port) for port in ("failed", "timeout")])
    _keep(chain, label, f'"{failed}"', "Failure", "", local)
    chain.ends += ends


def _keep(chain: Chain, label: str, value: str, category: str, extra: str, local: str) -> None:
    if local:
        name = chain.conversion.survey.local(chain.sheet.flow, local)
        chain.then(f"local_{local}", "set", Set(variables={name: value}))
    if label:
        keep_result(chain, label, value, category, extra)
