"""Settings of an action that nothing here reads, named for the report."""

from collections.abc import Mapping

# What says nothing of what an action does.
ASIDE = frozenset(
    {"$kind", "$type", "$designer", "$schema", "id", "disabled", "description", "$copy"}
)
# How choices look in channels without buttons, and what our own languages know.
LOOKS = frozenset({"choiceOptions", "defaultLocale", "styles", "appendChoices", "style"})
INPUT = frozenset(
    {
        "property",
        "prompt",
        "unrecognizedPrompt",
        "invalidPrompt",
        "validations",
        "maxTurnCount",
        "defaultValue",
        "defaultValueResponse",
        "allowInterruptions",
        "alwaysPrompt",
        "value",
        "outputFormat",
        "choices",
        "confirmChoices",
        *LOOKS,
    }
)
READ: Mapping[str, frozenset[str]] = {
    "SendActivity": frozenset({"activity"}),
    "IfCondition": frozenset({"condition", "actions", "elseActions"}),
    "SwitchCondition": frozenset({"condition", "cases", "default"}),
    "Foreach": frozenset({"itemsProperty", "actions", "value", "index"}),
    "ForeachPage": frozenset({"itemsProperty", "actions", "pageSize", "page", "pageIndex"}),
    "SetProperty": frozenset({"property", "value"}),
    "SetProperties": frozenset({"assignments"}),
    "DeleteProperty": frozenset({"property"}),
    "DeleteProperties": frozenset({"properties"}),
    "EditArray": frozenset({"itemsProperty", "changeType", "value", "resultProperty"}),
    "BeginDialog": frozenset({"dialog", "options", "resultProperty", "activityProcessed"}),
    "ReplaceDialog": frozenset({"dialog", "options", "activityProcessed"}),
    "RepeatDialog": frozenset({"options", "allowLoop", "activityProcessed"}),
    "EndDialog": frozenset({"value"}),
    "CancelAllDialogs": frozenset({"activityProcessed"}),
    "EmitEvent": frozenset({"eventName", "eventValue", "bubbleEvent", "handledProperty"}),
    "HttpRequest": frozenset(
        {"method", "url", "headers", "body", "resultProperty", "contentType", "responseType"}
    ),
    "EditActions": frozenset({"changeType", "actions"}),
    "GotoAction": frozenset({"actionId"}),
    "ThrowException": frozenset({"errorValue"}),
}


def left_out(kind: str, action: Mapping[str, object]) -> str:
    """The settings that are left out, in words; "" where all are read."""
    known = INPUT if kind.endswith("Input") else READ.get(kind)
    if known is None:
        return ""
    unread = [
        name
        for name, value in action.items()
        if name not in known and name not in ASIDE and value not in (None, "", False, [], {})
    ]
    if kind.endswith("Input") and str(action.get("style", "")).lower() == "none":
        unread.append("style: the choices are shown")
    return f"left out: {', '.join(unread)}" if unread else ""
