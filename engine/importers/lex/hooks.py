"""Programs of Lex, its Lambda functions, as service calls to be filled in."""

from engine.importers.lex.conversion import Conversion
from engine.importers.lex.source import Hook, Intent
from engine.importers.lex.speaking import draw_speech
from engine.importers.naming import identifier, readable
from engine.importers.rows import Row
from engine.nodes.http import Http
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import Constant

REPLY = "hook_reply"


def draw_check(conversion: Conversion, row: Row, intent: Intent) -> None:
    """The program that Lex asks at every turn has no counterpart: it is marked for a person."""
    name = intent.checks.name if intent.checks else ""
    row.then(
        f"{intent.name}_check_to_do",
        "set",
        Set(),
        title=f"To do: check by {name}",
        note="In Lex a Lambda function looks at every answer and may change what comes next.",
    )
    conversion.account.unmapped(
        "code hooks",
        f"{name} (dialog)",
        f"{intent.place}#dialogCodeHook",
        "its program is not part of an export, and it may change every turn",
        "check answers by `valid` of the questions, or call a service in the node titled To do",
    )


def draw_fulfilment(conversion: Conversion, row: Row, intent: Intent) -> None:
    """Calls the program that fulfils an intent, and says what it answers."""
    if intent.fulfils is None:
        draw_speech(
            conversion, row, f"{intent.name}_success", intent.success, intent.name, intent.slots
        )
        if not (intent.success.said or intent.closing.said or intent.follow_up):
            _mark_return(conversion, row, intent)
        return
    constant = _constant(conversion, intent.fulfils)
    reply = conversion.variables.get(REPLY)
    variable = REPLY if reply else conversion.own(REPLY, "What the program answered last.")
    fetched = (
        "response.body.dialogAction.message.content"
        if conversion.export.version == 1
        else "response.body.messages[0].content"
    )
    call = row.then(
        f"{intent.name}_fulfil",
        "http",
        Http(
            method="POST",
            url=f"${{{constant}}}",
            headers={"Content-Type": "application/json"},
            body=_event(conversion, intent),
            results={variable: fetched},
        ),
        title=f"Fulfil: {readable(intent.name)}",
        note="In Lex this is a Lambda function; its code is not part of an export.",
        ends=("next",),
    )
    said = dict.fromkeys(conversion.languages, f"${{{variable}}}")
    row.then(f"{intent.name}_reply", "say", Say(text=said), when=f"has({variable})")
    draw_speech(
        conversion, row, f"{intent.name}_success", intent.success, intent.name, intent.slots
    )
    failed = row.fork((call, "failed"), (call, "timeout"))
    draw_speech(
        conversion, failed, f"{intent.name}_failure", intent.failure, intent.name, intent.slots
    )
    for start, port in failed.ends:
        row.drawing.connect(row.topic, start, port, conversion.give_up(row.topic, intent))
    for start, port in failed.ends:
        row.drawing.connect(row.topic, start, port, conversion.give_up(row.topic, intent))
    how = "is a call of a service that answers as the Lambda function did, with its first message"
    step = f"put the address of such a service into the constant {constant}"
    conversion.account.approximate(
        "code hooks", intent.fulfils.name, f"{intent.place}#fulfilment", how, step, node=call
    )
    conversion.differs(intent.place, "what fulfils it is to be filled in", step)


def _mark_return(conversion: Conversion, row: Row, intent: Intent) -> None:
    """The application that talks to Lex fulfils the intent: it is marked for a person."""
    row.then(
        f"{intent.name}_to_do",
        "set",
        Set(),
        title=f"To do: {readable(intent.name)}",
        note="In Lex the application fulfils this intent, with the values of its slots.",
    )
    step = "call the application, or say what was done, in the node titled To do"
    conversion.differs(intent.place, "the application fulfils it", step)


def _constant(conversion: Conversion, hook: Hook) -> str:
    name = f"{identifier(hook.name or 'lambda', 'lambda')}_url"
    described = f"The address of a service in place of the Lambda function {hook.name}."
    conversion.constants.setdefault(name, Constant(value="", description=described))
    return name


def _event(conversion: Conversion, intent: Intent) -> str:
    """What the program is given: the intent and its slots, as Lex writes them."""
    if conversion.export.version == 1:
        slots = ", ".join(
            f'"{slot.name}": ${{{_value(conversion, intent, at)}}}'
            for at, slot in enumerate(intent.slots)
        )
        return (
            '{"messageVersion": "1.0", "invocationSource": "FulfillmentCodeHook", '
            f'"currentIntent": {{"name": "{intent.name}", "slots": {{{slots}}}}}}}'
        )
    slots = ", ".join(
        f'"{slot.name}": {{"value": {{"interpretedValue": ${{{_value(conversion, intent, at)}}}}}}}'
        for at, slot in enumerate(intent.slots)
    )
    return (
        '{"invocationSource": "FulfillmentCodeHook", "sessionState": {"intent": '
        f'{{"name": "{intent.name}", "slots": {{{slots}}}}}}}}}'
    )


def _value(conversion: Conversion, intent: Intent, at: int) -> str:
    """The value of a slot, null where it is empty."""
    slot = intent.slots[at]
    variable = conversion.slot(intent.name, slot)
    return f"has({variable}) ? {conversion.value(intent.name, slot)} : null"
