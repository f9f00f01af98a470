"""Which function draws which action."""

import json
from collections.abc import Callable

from engine.importers.dialogflow_es.tolerant import Mapping, text
from engine.importers.rapidpro import asked, calls, contacts, messages, others, results, services
from engine.importers.rapidpro.conversion import Chain

Draw = Callable[[Chain, Mapping], None]
ACTIONS: dict[str, Draw] = {
    "send_msg": messages.draw_message,
    "send_interactive_msg": messages.draw_message,
    "say_msg": messages.draw_voice,
    "play_audio": messages.draw_voice,
    "set_contact_field": contacts.draw_field,
    "set_contact_name": contacts.draw_name,
    "set_contact_language": contacts.draw_language,
    "set_contact_timezone": contacts.draw_time_zone,
    "set_contact_channel": contacts.draw_channel,
    "set_contact_status": contacts.draw_status,
    "set_contact_profile": contacts.draw_profile,
    "add_contact_urn": contacts.draw_urn,
    "add_contact_groups": contacts.draw_groups,
    "remove_contact_groups": contacts.draw_groups,
    "add_input_labels": contacts.draw_labels,
    "set_run_result": results.draw_result,
    "set_run_local": results.draw_local,
    "enter_flow": calls.draw_call,
    "start_session": others.draw_start,
    "send_broadcast": others.draw_broadcast,
    "open_ticket": others.draw_ticket,
    "request_optin": others.draw_optin,
    "call_webhook": services.draw_webhook,
    "call_resthook": services.draw_resthook,
    "send_email": services.draw_email,
    "call_classifier": asked.draw_classifier,
    "call_llm": asked.draw_llm,
    "transfer_airtime": asked.draw_airtime,
    "link_google_sheet": asked.draw_sheet,
    "wait_for_time": others.draw_pause,
    "wait_for_result": others.draw_pause,
}


def draw_action(chain: Chain, action: Mapping) -> None:
    """The nodes of an action; one that is unknown becomes a marked node that keeps it."""
    kind = text(action.get("type"))
    if kind in ACTIONS:
        ACTIONS[kind](chain, action)
        return
    why = f"the action {kind!r} has no counterpart"
    kept = json.dumps(action, ensure_ascii=False)[:2000]
    chain.to_do(f"action {kind}", kind, kept, why, "draw what it did")
