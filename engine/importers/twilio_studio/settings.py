"""Settings of widgets that have no counterpart: each that was in use is named in the report."""

from engine.importers.twilio_studio.conversion import Conversion
from engine.importers.twilio_studio.source import Widget
from engine.types.value import Value

# What is taken, by the kind of widget; the place on the canvas always is.
TAKEN: dict[str, frozenset[str]] = {
    "send-message": frozenset(["body", "to", "media_url", "mediaUrl"]),
    "send-and-wait-for-reply": frozenset(["body", "timeout", "media_url", "mediaUrl"]),
    "say-play": frozenset(["say", "play", "digits"]),
    "gather-input-on-call": frozenset(["say", "timeout"]),
    "record-voicemail": frozenset(["timeout"]),
    "set-variables": frozenset(["variables"]),
    "split-based-on": frozenset(["input"]),
    "make-http-request": frozenset(
        ["url", "method", "body", "content_type", "parameters", "add_twilio_auth"]
    ),
    "run-function": frozenset(["url", "parameters"]),
    "run-subflow": frozenset(["flow_sid", "parameters"]),
    "send-to-flex": frozenset(["attributes"]),
    "enqueue-call": frozenset(["task_attributes", "queue_name"]),
    "connect-call-to": frozenset(["to", "noun"]),
    "trigger": frozenset(),
}
# Addresses at Twilio: the conversation's channel sees to them.
ADDRESSES = frozenset(
    [
        "from",
        "service",
        "channel",
        "service_sid",
        "environment_sid",
        "function_sid",
        "flow_revision",
        "workflow",
        "workflow_sid",
        "message_type",
        "content_sid",
        "content_template_sid",
        "type",
    ]
)
IDLE: tuple[Value, ...] = (None, "", False, [], {})


def report_settings(conversion: Conversion, widget: Widget) -> None:
    """Names the settings that were left out."""
    taken = TAKEN.get(widget.kind)
    if taken is None:
        # The whole widget is in the note of its node.
        return
    left = [
        name
        for name, value in widget.properties.items()
        if name not in taken | ADDRESSES and name != "offset" and value not in IDLE
    ]
    if left:
        conversion.account.approximate(
            "settings",
            f"{widget.name}: {', '.join(left)}",
            widget.place,
            "are for calls or for Twilio's own channels, and are not kept",
        )
