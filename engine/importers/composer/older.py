"""Dialogs of the versions before `$kind`, in the words of those after."""

import re

KINDS = {
    "IntentRule": "OnIntent",
    "UnknownIntentRule": "OnUnknownIntent",
    "NoMatchRule": "OnUnknownIntent",
    "BeginDialogRule": "OnBeginDialog",
    "WelcomeRule": "OnConversationUpdateActivity",
    "ConversationUpdateActivityRule": "OnConversationUpdateActivity",
    "EventRule": "OnDialogEvent",
    "DialogEventRule": "OnDialogEvent",
    "MessageActivityRule": "OnMessageActivity",
    "EventActivityRule": "OnEventActivity",
    "SendList": "SendActivity",
    "EditSteps": "EditActions",
}
KEYS = {
    "$type": "$kind",
    "rules": "triggers",
    "events": "triggers",
    "steps": "actions",
    "elseSteps": "elseActions",
    "listProperty": "itemsProperty",
    "arrayProperty": "itemsProperty",
    "valueProperty": "value",
    "indexProperty": "index",
    "constraint": "condition",
}
VENDOR = "Microsoft."
# Texts had their holes between plain brackets, and then after `@`.
AT_HOLE = re.compile(r"@\{")
BARE_HOLE = re.compile(r"(?<![$@{])\{(?=[A-Za-z_$][^{}\"]*\})")


def is_old(body: object) -> bool:
    """Whether a dialog names its kinds as the first versions did."""
    return isinstance(body, dict) and "$type" in body and "$kind" not in body


def renewed(body: object) -> object:
    """The same thing in today's words."""
    if isinstance(body, dict):
        found = {KEYS.get(key, key): renewed(value) for key, value in body.items()}
        kind = found.get("$kind")
        if isinstance(kind, str):
            name = kind.removeprefix(VENDOR)
            found["$kind"] = f"{VENDOR}{KINDS.get(name, name)}"
        return found
    if isinstance(body, list):
        return [renewed(one) for one in body]
    if isinstance(body, str):
        return BARE_HOLE.sub("${", AT_HOLE.sub("${", body))
    return body
