"""Flows of before 2019 (versions 3 to 11) in the shape of the present ones.

Their expressions stay as they are; whoever translates them knows that the flow is an old one.
"""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, whole
from engine.importers.rapidpro.legacy_actions import migrate_action
from engine.importers.rapidpro.legacy_rules import migrate_test
from engine.importers.rapidpro.legacy_texts import Texts, as_json
from engine.types.value import Value

KINDS = {"F": "messaging", "M": "messaging", "V": "voice", "S": "messaging_offline"}
WAITS = {
    "wait_message": "",
    "wait_digit": "digits",
    "wait_digits": "digits",
    "wait_recording": "audio",
    "wait_audio": "audio",
    "wait_photo": "image",
    "wait_video": "video",
    "wait_gps": "location",
}


def is_legacy(found: Mapping) -> bool:
    """Whether a flow has the shape of before 2019."""
    inner = mapping(found.get("definition"))
    return any(key in one for one in (found, inner) for key in ("action_sets", "rule_sets"))


def migrate(found: Mapping) -> Mapping:
    """The flow in the present shape."""
    inner = mapping(found.get("definition")) or found
    about = mapping(inner.get("metadata"))
    base = text(inner.get("base_language")) or "base"
    texts = Texts(base)
    nodes: list[tuple[float, Mapping]] = []
    places: dict[str, Value] = {}
    sets = [(one, False) for one in mappings(inner.get("action_sets"))]
    sets += [(one, True) for one in mappings(inner.get("rule_sets"))]
    for number, (one, rules) in enumerate(sets, start=1):
        uuid = text(one.get("uuid")) or f"set-{number}"
        made = _rule_set(one, uuid, texts) if rules else _action_set(one, uuid, texts)
        left, top = whole(one.get("x"), 0), whole(one.get("y"), 0)
        places[uuid] = {"position": {"left": left, "top": top}}
        nodes.append((top, made))
    nodes.sort(key=lambda pair: pair[0])
    entry = text(inner.get("entry"))
    nodes.sort(key=lambda pair: pair[1]["uuid"] != entry)
    localization: dict[str, Value] = {code: dict(items) for code, items in texts.other.items()}
    return {
        "uuid": text(about.get("uuid")) or text(found.get("uuid")),
        "name": text(found.get("name")) or text(about.get("name")) or "Flow",
        "language": base,
        "type": KINDS.get(
            text(inner.get("flow_type")) or text(found.get("flow_type")), "messaging"
        ),
        "expire_after_minutes": about.get("expires") or found.get("expires"),
        "localization": as_json(localization),
        "nodes": as_json([node for _, node in nodes]),
        "_ui": as_json({"nodes": places}),
    }


def _action_set(found: Mapping, uuid: str, texts: Texts) -> Mapping:
    actions: list[Value] = []
    for number, one in enumerate(mappings(found.get("actions")), start=1):
        own = text(one.get("uuid")) or f"{uuid}-{number}"
        actions += [as_json(action) for action in migrate_action(one, own, texts)]
    exit_ = {"uuid": f"{uuid}-exit", "destination_uuid": text(found.get("destination"))}
    return {"uuid": uuid, "actions": as_json(actions), "exits": as_json([exit_])}


def _rule_set(found: Mapping, uuid: str, texts: Texts) -> Mapping:
    kind = text(found.get("ruleset_type")) or (
        "webhook" if found.get("webhook") else "wait_message"
    )
    label = text(found.get("label"))
    rules = mappings(found.get("rules"))
    exits: list[Value] = []
    categories: list[Value] = []
    cases: list[Value] = []
    known: dict[str, str] = {}
    default = ""
    wait: dict[str, Value] = {}
    for number, rule in enumerate(rules, start=1):
        own = text(rule.get("uuid")) or f"{uuid}-rule-{number}"
        name = texts.base_of(rule.get("category")) or f"Rule {number}"
        to = text(rule.get("destination"))
        category = known.setdefault(f"{name}\n{to}", f"{own}-category")
        if category == f"{own}-category":
            exits.append({"uuid": own, "destination_uuid": to})
            categories.append({"uuid": category, "name": name, "exit_uuid": own})
            texts.keep(category, "name", rule.get("category"))
        test = mapping(rule.get("test"))
        if text(test.get("type")) == "true":
            default = default or category
        elif text(test.get("type")) == "timeout":
            seconds = whole(test.get("minutes"), 0) * 60
            wait["timeout"] = {"seconds": seconds, "category_uuid": category}
        else:
            case = migrate_test(test, own, texts)
            cases.append({**case, "uuid": own, "category_uuid": category})
    router: dict[str, Value] = {
        "type": "switch",
        "operand": _operand(found, kind),
        "cases": as_json(cases),
        "categories": as_json(categories),
        "default_category_uuid": default,
        "result_name": label,
    }
    actions = _of_kind(found, kind, uuid, label, router)
    if kind in WAITS:
        wait["type"] = "msg"
        if WAITS[kind]:
            wait["hint"] = {"type": WAITS[kind]}
        router["wait"] = as_json(wait)
    parts = {"actions": actions, "router": router, "exits": exits}
    return {"uuid": uuid, **{name: as_json(part) for name, part in parts.items()}}


def _operand(found: Mapping, kind: str) -> str:
    operand = text(found.get("operand"))
    if kind in WAITS or operand in {"", "@step.value", "=(step.value)"}:
        return "@input.text"
    return operand


def _of_kind(
    found: Mapping, kind: str, uuid: str, label: str, router: dict[str, Value]
) -> list[Value]:
    """What a rule set does before it chooses; changes the router where it must."""
    config = mapping(found.get("config"))
    if kind == "webhook":
        router["operand"] = f"@results.{_key(label)}.category" if label else "@webhook.status"
        router["result_name"] = ""
        headers = mappings(config.get("webhook_headers"))
        return [
            {
                "type": "call_webhook",
                "uuid": f"{uuid}-webhook",
                "method": text(found.get("webhook_action"))
                or text(config.get("webhook_action"))
                or "GET",
                "url": text(found.get("webhook")) or text(config.get("webhook")),
                "headers": {text(one.get("name")): text(one.get("value")) for one in headers},
                "result_name": label,
            }
        ]
    if kind == "resthook":
        router["operand"] = f"@results.{_key(label)}.category"
        router["result_name"] = ""
        hook = text(config.get("resthook"))
        return [
            {
                "type": "call_resthook",
                "uuid": f"{uuid}-hook",
                "resthook": hook,
                "result_name": label,
            }
        ]
    if kind == "subflow":
        router["operand"] = "@child.run.status"
        router["result_name"] = ""
        return [{"type": "enter_flow", "uuid": f"{uuid}-flow", "flow": mapping(config.get("flow"))}]
    if kind == "group":
        router["operand"] = "@contact.groups"
    if kind == "random":
        router["type"] = "random"
    if kind == "airtime":
        router["operand"] = f"@results.{_key(label)}.category"
        return [{"type": "transfer_airtime", "uuid": f"{uuid}-airtime", "result_name": label}]
    if kind == "form_field":
        delimiter = text(config.get("field_delimiter")) or " "
        index = whole(config.get("field_index"), 0)
        router["operand"] = f'@(field(input.text, {index}, "{delimiter}"))'
    return []


def _key(label: str) -> str:
    return "_".join("".join(sign if sign.isalnum() else " " for sign in label.lower()).split())
