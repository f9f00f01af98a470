"""The names of RapidPro's context, as what our expressions can read."""

from collections.abc import Callable

from engine.importers.rapidpro.person import MOST, Person, lines_of
from engine.importers.rapidpro.source import Flow
from engine.importers.rapidpro.survey import Survey
from engine.importers.rapidpro.values import Made, Untranslatable, literal, member, name, quoted

# What an `@` may read without brackets.
NAMES = frozenset(
    [
        "contact",
        "fields",
        "urns",
        "results",
        "input",
        "run",
        "child",
        "parent",
        "webhook",
        "legacy_extra",
        "globals",
        "trigger",
        "resume",
        "node",
        "ticket",
        "session",
        "locals",
        "calendar",
    ]
)
OLD_NAMES = frozenset(
    ["contact", "flow", "step", "extra", "child", "parent", "date", "channel", "results", "input"]
)
INPUT, FILES, WEBHOOK, PARAMS = "input_text", "input_files", "webhook", "trigger_params"
CHILD_STATUS, RUN_STATUS, STARTER = "child_status", "run_status", "started_by"


class Context:
    """What the names mean in one flow."""

    def __init__(self, survey: Survey, flow: Flow) -> None:
        self.survey = survey
        self.flow = flow
        self.person = Person(survey)
        self.names = NAMES | OLD_NAMES if flow.legacy else NAMES
        # Of what started the flow, what is read in it.
        self.told: set[str] = set()
        self._roots: dict[str, Callable[[list[str]], Made]] = {
            "contact": self.person.contact,
            "fields": self.person.field,
            "urns": self.person.address,
            "results": self._result,
            "input": self._input,
            "run": self._run,
            "child": lambda keys: self._other(keys, "child"),
            "parent": lambda keys: self._other(keys, "parent"),
            "webhook": self._webhook,
            "legacy_extra": self._extra,
            "extra": self._extra,
            "globals": self._global,
            "trigger": self._trigger,
            "locals": self._local,
            "resume": self._resume,
            "node": self._node,
            "flow": self._result,
            "step": self._input,
            "date": self._date,
            "calendar": self._date,
            "channel": lambda _keys: Made("channel", "text"),
        }

    def resolve(self, root: str, keys: list[str]) -> Made:
        """What a name with the members after it means; raises `Untranslatable`."""
        reader = self._roots.get(root)
        if reader is None:
            raise Untranslatable(f"'{'.'.join([root, *keys])}' is not known here")
        return reader(keys)

    def results_or_none(self, names: tuple[str, ...]) -> str:
        """The results of the flow as an object, empty where there are none or too many."""
        try:
            return self.all_results(names).cel
        except Untranslatable:
            return "{}"

    def all_results(self, names: tuple[str, ...]) -> Made:
        """The results of the flow as an object, each with these of its parts."""
        found = self.survey.results_of(self.flow)
        if not 0 < len(found) <= MOST:
            raise Untranslatable(f"{len(found)} results together cannot be read")
        cel = "{}"
        for key, variable in found.items():
            parts = ", ".join(f"{quoted(one)}: {variable}.{one}" for one in names)
            made = f"{{{quoted(key)}: {{{parts}}}}}" if names else f"{{{quoted(key)}: {variable}}}"
            one = f"(has({variable}) ? {made} : {{}})"
            cel = one if cel == "{}" else f"merge({cel}, {one})"
        labels = self.survey.sets[self.flow.uuid]
        lines = lines_of(
            [(labels.get(key, key), one, f"{one}.value") for key, one in sorted(found.items())]
        )
        return Made(cel, "object", spoken=lines)

    def _result(self, keys: list[str]) -> Made:
        if not keys:
            return self.all_results(())
        return _of_result(name(self.survey.result(self.flow, keys[0])), keys[1:])

    def _other(self, keys: list[str], who: str) -> Made:
        """A result, or the contact, of the flow that called or was called."""
        if not keys:
            raise Untranslatable(f"'{who}' as a whole cannot be read")
        first, rest = keys[0], keys[1:]
        if who == "parent" and self.flow.uuid not in self.survey.callers:
            return self._starter(keys)
        if first == "status" or (first == "run" and rest[:1] == ["status"]):
            if who == "parent":
                return literal("active")
            return Made(f'(has({CHILD_STATUS}) ? {CHILD_STATUS} : "completed")', "text")
        if first in {"contact", "fields", "urns"}:
            return self.resolve(first, rest)
        if first in {"run", "flow", "uuid"}:
            raise Untranslatable(f"'{who}.{'.'.join(keys)}' is not kept")
        if first == "results":
            first, rest = (rest[0], rest[1:]) if rest else ("", [])
        found = [name(one) for one in self.survey.results_near(self.flow, first, who)]
        made = [_of_result(one, rest) for one in found]
        cel = made[-1].cel
        for one in reversed(made[:-1]):
            cel = f"({one.guard} ? {one.cel} : {cel})"
        guard = " || ".join(f"({one.guard})" for one in made)
        return Made(cel, made[0].type, guard, True)

    def _starter(self, keys: list[str]) -> Made:
        """What is known of the one whose flow started this one from afar."""
        first, rest = keys[0], keys[1:]
        if first in {"contact", "flow", "results"}:
            at = first
        elif first in {"fields", "urns"}:
            at, rest = "contact", [first, *rest]
        elif first == "status":
            return literal("active")
        else:
            at, rest = "results", [first, *rest]
        self.survey.keep(STARTER, "Who started the flow from afar: contact, flow and results.")
        self.told.add(STARTER)
        made = member(name(STARTER), at)
        for key in rest[:1] if at == "results" else rest:
            made = member(made, key)
        return _of_result(made, rest[1:]) if at == "results" and rest else made

    def _input(self, keys: list[str]) -> Made:
        if keys[:1] == ["attachments"]:
            kind = '(item.mime != "" ? item.mime : item.kind)'
            cel = f'{FILES}.map(item, {kind} + ":" + item.url)'
            files = Made(cel, "list", f"has({FILES})", True)
            return member(files, keys[1]) if len(keys) > 1 and keys[1].isdigit() else files
        if keys[:1] == ["channel"]:
            return Made("channel", "text")
        if keys[:1] == ["urn"]:
            return self.person.contact(["urn"])
        if keys[:1] in (["created_on"], ["uuid"], ["external_id"]):
            raise Untranslatable(f"'input.{keys[0]}' is not kept")
        return Made(INPUT, "text")

    def _run(self, keys: list[str]) -> Made:
        if keys[:1] == ["results"]:
            return self._result(keys[1:])
        if keys[:1] == ["contact"]:
            return self.person.contact(keys[1:])
        if keys[:1] == ["flow"]:
            return literal(self.flow.uuid if keys[1:] == ["uuid"] else self.flow.name)
        if keys[:1] == ["status"]:
            return literal("active")
        raise Untranslatable(f"'run.{'.'.join(keys)}' is not kept")

    def _webhook(self, keys: list[str]) -> Made:
        if keys[:1] == ["status"]:
            return Made(f"{WEBHOOK}.status", "number", f"has({WEBHOOK})")
        if keys[:1] == ["headers"]:
            made = member(name(WEBHOOK), "headers")
            for key in keys[1:]:
                made = member(made, key)
            return made
        return self._extra(keys[1:] if keys[:1] == ["json"] else keys)

    def _extra(self, keys: list[str]) -> Made:
        made = member(name(WEBHOOK), "json")
        for key in keys:
            made = member(made, key)
        return made

    def _global(self, keys: list[str]) -> Made:
        if not keys:
            raise Untranslatable("all globals together cannot be read")
        return Made(self.survey.constant(keys[0]), "text")

    def _trigger(self, keys: list[str]) -> Made:
        if keys[:1] == ["params"]:
            self.told.add(PARAMS)
            made = name(PARAMS)
            for key in keys[1:]:
                made = member(made, key)
            return made
        if keys[:1] == ["keyword"]:
            return Made(INPUT, "text")
        if keys[:1] in (["origin"], ["type"], ["campaign"], ["user"], ["optin"]):
            return literal("")
        raise Untranslatable(f"'trigger.{'.'.join(keys)}' is not kept")

    def _resume(self, keys: list[str]) -> Made:
        # How a call to somebody ended is what is answered in its place.
        if keys in (["dial", "status"], ["dial"]):
            return Made(INPUT, "text")
        raise Untranslatable(f"'resume.{'.'.join(keys)}' is not kept")

    def _node(self, keys: list[str]) -> Made:
        raise Untranslatable(f"'node.{'.'.join(keys)}' is not kept")

    def _local(self, keys: list[str]) -> Made:
        if not keys:
            raise Untranslatable("all locals together cannot be read")
        return name(self.survey.local(self.flow, keys[0]), "text")

    def _date(self, keys: list[str]) -> Made:
        key = keys[0] if keys else "now"
        if key in {"now", "current_datetime", ""}:
            return Made("now", "datetime")
        days = {"today": 0, "current_date": 0, "tomorrow": 1, "yesterday": -1}.get(key)
        if days is None:
            raise Untranslatable(f"'date.{key}' is not known here")
        moment = f'shift(now, {days}, "days")' if days else "now"
        return Made(f'format_moment({moment}, "yyyy-MM-dd")', "date")


def _of_result(result: Made, keys: list[str]) -> Made:
    """A part of a result; the result by itself is its value."""
    key = keys[0] if keys else "value"
    if key in {"value", "category", "input", "category_localized", "text", "values", "categories"}:
        key = {"text": "value", "values": "value", "categories": "category"}.get(key, key)
        if key == "category_localized":
            made = member(result, key)
            plain = member(result, "category")
            cel = f"({made.guard} ? {made.cel} : {plain.cel})"
            return Made(cel, "text", plain.guard, True)
        made = member(result, key)
        return Made(made.cel, "text", made.guard, True)
    made = result if key == "extra" else member(member(result, "extra"), key)
    for rest in keys if key == "extra" else keys[1:]:
        made = member(made, rest)
    return made
