"""The report of settings, slots and broken files."""

from engine.importers.rasa.conversion import Conversion
from engine.importers.rasa.form_programs import check_of

TRAINED = "our own pipeline learns from the same examples; thresholds are calibrated in training"
FALLBACKS = frozenset({"FallbackPolicy", "TwoStageFallbackPolicy", "FallbackClassifier"})


def report_settings(conversion: Conversion) -> None:
    """Language, session, policies, pipeline, slots, and what could not be read."""
    training, account = conversion.training, conversion.account
    config = next(iter((*training.policies.values(), *training.pipeline.values())), "config")
    account.exact("languages", training.language, config)
    if training.session_minutes is not None:
        account.exact("settings", "session_expiration_time", training.session_place)
    if training.session_minutes is not None and training.carries_slots:
        how = "a new session begins with the variables' defaults"
        step = "keep what must last in contact fields"
        account.approximate(
            "settings", "carry_over_slots_to_new_session", training.session_place, how, step
        )
    for name, place in training.policies.items():
        how = "stories and rules became conditions on the last action, entities and slots"
        account.approximate("policies", name, place, TRAINED if name in FALLBACKS else how)
    for name, place in training.pipeline.items():
        account.approximate("pipeline", name, place, TRAINED)
    for name, slot in training.slots.items():
        place = training.slot_places[name]
        custom = [one for one in slot.fillings if one.type == "custom"]
        if custom and not training.flows:
            how = "is filled by a program of the customer's"
            account.approximate("slots", name, place, how, "set it where it becomes known")
        else:
            account.exact("slots", name, place)
    _report_programs(conversion)
    for response in training.responses.values():
        _report_response(conversion, response.name)
    for one in training.broken:
        step = "mend the file, then import once more"
        account.unmapped("files", one.path.rpartition("/")[2], one.path, one.reason, step)


def _report_programs(conversion: Conversion) -> None:
    """Programs that check answers, and instructions for a language model."""
    training, account = conversion.training, conversion.account
    for place in training.skills:
        why = "instructions that a language model follows; nothing of them is drawn"
        name = place.rpartition("/")[0].rpartition("/")[2]
        account.unmapped("skills", name, place, why, "draw what the skill does")
    for action, place in training.actions.items():
        if action in conversion.actions or action in conversion.programs:
            continue
        if action in training.programs and action.startswith("validate_"):
            _report_checks(conversion, action)
        elif action.startswith("validate_") or action == "action_validate_slot_mappings":
            why = "a program that checks answers; its code is not part of an export"
            step = "write the check in `valid` of the form's questions"
            account.unmapped("actions", action, place, why, step)


def _report_checks(conversion: Conversion, action: str) -> None:
    """A program that checks answers: which of its checks the questions have."""
    program, account = conversion.training.programs[action], conversion.account
    checked = [one.removeprefix("validate_") for one in program.methods if "validate_" in one]
    unread = [one for one in checked if check_of(program, one, conversion.known) is None]
    if unread:
        how = f"how it checks {', '.join(unread)} could not be translated"
        step = "write the check in `valid` of the form's questions"
        account.approximate("actions", action, program.place, how, step)
    else:
        account.exact("actions", action, program.place)


def _report_response(conversion: Conversion, name: str) -> None:
    response = conversion.training.responses[name]
    account = conversion.account
    rest = [one for one in response.variations if one.custom or one.attachment]
    if rest and not any(one.text or one.image for one in rest):
        how = "its channel's own JSON stands in the note of a node titled To do"
        account.approximate("responses", name, response.place, how, "draw what it shows")
    elif rest:
        how = "what is in the channel's own JSON stands in a note"
        account.approximate("responses", name, response.place, how, "draw what it shows")
    elif sum(bool(one.image) for one in response.variations) > 1:
        how = "of the images of its variations one is shown"
        account.approximate("responses", name, response.place, how)
    else:
        account.exact("responses", name, response.place)
