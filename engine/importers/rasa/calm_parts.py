"""What the steps of a flow of CALM name, however deep they stand: flows, slots and actions."""

from collections.abc import Iterator

from engine.importers.rasa.plain import as_list, as_text, maps_in


def called_in(steps: object) -> Iterator[str]:
    """The flows that steps call."""
    for step in steps_in(steps):
        if to := as_text(step.get("call")):
            yield to


def actions_in(steps: object) -> Iterator[str]:
    """The actions that steps run; those that a slot is asked by too."""
    for step in steps_in(steps):
        if action := as_text(step.get("action")):
            yield action


def slots_in(steps: object) -> Iterator[str]:
    """The slots that steps collect or set, but for those that outlive the flow."""
    for step in steps_in(steps):
        slot = as_text(step.get("collect"))
        if slot and step.get("reset_after_flow_ends") is not False:
            yield slot
        for one in maps_in(step.get("set_slots")):
            yield from one


def steps_in(steps: object) -> Iterator[dict[str, object]]:
    """All steps, those within the cases of others after these."""
    for step in maps_in(as_list(list(steps) if isinstance(steps, tuple) else steps)):
        yield step
        for one in maps_in(step.get("next")):
            yield from steps_in(one.get("then"))
            yield from steps_in(one.get("else"))
