"""Tests of old rules as cases of present routers."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.rapidpro.legacy_texts import Texts

NAMES = {
    "contains": "has_all_words",
    "contains_any": "has_any_word",
    "contains_only_phrase": "has_only_phrase",
    "contains_phrase": "has_phrase",
    "starts": "has_beginning",
    "regex": "has_pattern",
    "eq": "has_number_eq",
    "gt": "has_number_gt",
    "gte": "has_number_gte",
    "lt": "has_number_lt",
    "lte": "has_number_lte",
    "number": "has_number",
    "date": "has_date",
    "date_equal": "has_date_eq",
    "date_after": "has_date_gt",
    "date_before": "has_date_lt",
    "phone": "has_phone",
    "not_empty": "has_text",
    "has_email": "has_email",
    "district": "has_district",
    "state": "has_state",
    "ward": "has_ward",
}
# What the status of a subflow or a service was called, and what the category is now.
STATUSES = {
    "success": "Success",
    "failure": "Failure",
    "completed": "completed",
    "expired": "expired",
}


def migrate_test(test: Mapping, uuid: str, texts: Texts) -> Mapping:
    """The kind and the arguments of the case."""
    kind = text(test.get("type"))
    if kind == "between":
        return {
            "type": "has_number_between",
            "arguments": [text(test.get("min")), text(test.get("max"))],
        }
    if kind in {"webhook_status", "subflow", "airtime_status"}:
        status = (
            text(test.get("status")) or text(test.get("exit_type")) or text(test.get("exit_status"))
        )
        return {"type": "has_only_text", "arguments": [STATUSES.get(status, status)]}
    if kind == "in_group":
        group = test.get("test")
        name = text(mapping(group).get("name")) if isinstance(group, dict) else text(group)
        uuid_of = text(mapping(group).get("uuid")) or name
        return {"type": "has_group", "arguments": [uuid_of, name]}
    if kind == "ward":
        return {
            "type": "has_ward",
            "arguments": [text(test.get("district")), text(test.get("state"))],
        }
    if kind not in NAMES:
        return {"type": f"legacy_{kind}" if kind else "", "arguments": []}
    argument = test.get("test")
    words = texts.keep(uuid, "arguments", argument)
    return {"type": NAMES[kind], "arguments": [words] if words else []}
