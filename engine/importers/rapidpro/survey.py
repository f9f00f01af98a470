"""What the flows use, known before one is drawn: results, fields, languages, calls."""

import re
from collections.abc import Iterator
from functools import cache

from babel.core import Locale, UnknownLocaleError, get_global

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.naming import Names, identifier
from engine.importers.rapidpro.source import Export, Flow
from engine.types.bot import Constant, Variable
from engine.types.value import Value

# Names that stand for something else in our expressions.
TAKEN = (
    "contact",
    "channel",
    "language",
    "bot",
    "message",
    "session",
    "now",
    "today",
    "time",
    "weekday",
    "part_of_day",
    "time_zone",
    "topic",
    "agents",
    "entities",
    "rows",
    "secret",
    "true",
    "false",
    "null",
    "in",
    "has",
    "answer",
    "response",
    "input_text",
    "input_files",
    "webhook",
    "trigger_params",
    "child_status",
    "run_status",
    "service",
    "started_by",
    "item",
)
PREDEFINED_FIELDS = ("id", "name", "first_name", "phone", "email", "language", "tags")
BASE = frozenset({"base", "und", "mul", ""})


class Survey:
    """Names that the flows share, handed out once for all of them."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.variables: dict[str, Variable] = {}
        self.fields: dict[str, Variable] = {}
        self.constants: dict[str, Constant] = {}
        self.flow_ids: dict[str, str] = {}
        self._names = Names(TAKEN)
        self._field_names = Names(PREDEFINED_FIELDS)
        self._fields: dict[str, str] = {}
        self._services: dict[str, str] = {}
        # Fields that the workspace has: to read another one is an error there.
        self.known_fields = {key.lower() for key in export.fields} | set(_fields_set(export))
        self._constants: dict[str, str] = {}
        self._locals: dict[tuple[str, str], str] = {}
        self._unset: dict[str, str] = {}
        self._shared: dict[str, str] = {}
        self.sets = {flow.uuid: dict(_results(flow)) for flow in export.flows}
        self.calls = {flow.uuid: list(_calls(flow, export)) for flow in export.flows}
        self.callers = _turned(self.calls)
        self.codes = _codes(export)
        for key in sorted(export.fields):
            self.field(key)
        ids = Names()
        for flow in export.flows:
            self.flow_ids[flow.uuid] = ids.take(flow.name, "flow")
        self._results: dict[tuple[str, str], str] = {}
        self._name_results()

    @property
    def languages(self) -> tuple[str, ...]:
        """The bot's languages, its own first."""
        return tuple(dict.fromkeys(code for code in self.codes.values() if code))

    def speaks(self, code: str) -> bool:
        """Whether the workspace, as far as it is known, speaks to people in a language."""
        allowed = self.export.environment.get("allowed_languages")
        return not isinstance(allowed, list) or "@" in code or code in allowed

    @property
    def day_first(self) -> bool:
        """Whether dates are read and written as day, month, year, as a workspace does that
        says nothing else."""
        return self.export.environment.get("date_format", "DD-MM-YYYY") != "YYYY-MM-DD"

    @property
    def own(self) -> str:
        return self.languages[0]

    def field(self, key: str) -> str:
        """Our name of a contact's field."""
        key = key.lower()
        if key not in self._fields:
            self._fields[key] = self._field_names.take(key, "field", 60)
            label, _ = self.export.fields.get(key, (key, ""))
            about = label if label != self._fields[key] else ""
            self.fields[self._fields[key]] = Variable(type="any", description=about)
        return self._fields[key]

    def constant(self, key: str) -> str:
        """Our constant for a global."""
        if key not in self._constants:
            made = self._names.take(f"global_{key}", "global", 60)
            self._constants[key] = made
            about = f"The global {key}; its value is not part of an export."
            self.constants[made] = Constant("", about)
        return self._constants[key]

    def new_constant(self, wish: str, value: str, about: str) -> str:
        """A constant of our own making."""
        made = self._names.take(wish, "constant", 60)
        self.constants[made] = Constant(value, about)
        return made

    def service(self, wish: str, about: str) -> str:
        """The constant for the address of a service, the same for the same one."""
        if wish not in self._services:
            self._services[wish] = self.new_constant(wish, "", about)
        return self._services[wish]

    def local(self, flow: Flow, key: str) -> str:
        """Our variable for a local of a flow."""
        if (flow.uuid, key) not in self._locals:
            made = self._names.take(f"local_{key}", "local", 60)
            self._locals[flow.uuid, key] = made
            self.keep(made, f"A value that lasts while {flow.name} runs.")
        return self._locals[flow.uuid, key]

    def keep(self, name: str, about: str, default: Value = None) -> str:
        """Declares a variable."""
        self.variables.setdefault(name, Variable(default=default, description=about))
        return name

    def result(self, flow: Flow, key: str) -> str:
        """The variable of a result, as a flow reads it."""
        key = key.lower()
        own = self._results.get((flow.uuid, key))
        if own:
            return own
        others = [made for (_, one), made in self._results.items() if one == key]
        return others[0] if others else self.unset(key)

    def results_of(self, flow: Flow) -> dict[str, str]:
        """The variables of the results that a flow sets, by their keys."""
        return {key: made for (uuid, key), made in self._results.items() if uuid == flow.uuid}

    def fields_read_afar(self) -> list[tuple[str, str]]:
        """The fields of a parent that some flow reads, by their keys, with our names."""
        keys = sorted({key for flow in self.export.flows for key in _parent_fields(flow)})
        return [(key, self.field(key)) for key in keys]

    def results_near(self, flow: Flow, key: str, who: str) -> list[str]:
        """The variables of a result in the flows that call this one, or that it calls."""
        near = self.callers.get(flow.uuid, []) if who == "parent" else self.calls[flow.uuid]
        found = [self._results[one, key] for one in near if (one, key) in self._results]
        return list(dict.fromkeys(found)) or [self.result(flow, key)]

    def unset(self, key: str) -> str:
        """A result that is read and that nothing here sets."""
        if key not in self._unset:
            self._unset[key] = self._names.take(key, "result", 60)
            self.keep(
                self._unset[key], "A result that is read here, and set nowhere in the export."
            )
        return self._unset[key]

    def _name_results(self) -> None:
        """A result has its own name where one flow sets it, else its flow's before it."""
        shared = self._read_from_afar()
        for key in sorted(shared):
            self._shared[key] = self._names.take(key, "result", 60)
            self.keep(self._shared[key], f"The result {key!r} of several flows.")
        count: dict[str, int] = {}
        for keys in self.sets.values():
            for key in keys:
                count[key] = count.get(key, 0) + 1
        for flow in self.export.flows:
            for key, label in self.sets[flow.uuid].items():
                if key in self._shared:
                    self._results[flow.uuid, key] = self._shared[key]
                    continue
                wish = key if count[key] == 1 else f"{self.flow_ids[flow.uuid]}_{key}"
                made = self._names.take(wish, "result", 60)
                self._results[flow.uuid, key] = made
                self.keep(made, f"The result {label!r} of {flow.name}: value, category and input.")

    def _read_from_afar(self) -> set[str]:
        """Results of which a flow cannot know whose they are: it has several callers, or calls
        several, that set one of the name."""
        shared = set()
        for flow in self.export.flows:
            for who, key in _afar(flow):
                near = self.callers.get(flow.uuid, []) if who == "parent" else self.calls[flow.uuid]
                if sum(key in self.sets[one] for one in dict.fromkeys(near)) > 1:
                    shared.add(key)
        return shared


def result_key(label: str) -> str:
    """The name under which expressions read a result."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or identifier(label, "result")


def our_code(code: str) -> str:
    """The code of a language here: `en` for `eng`; nothing where there is none."""
    plain = re.split(r"[-_]", code)[0].strip().lower()
    plain = _by_name().get(plain, plain)
    found = get_global("language_aliases").get(plain, plain)
    found = {"cmn": "zh", "zsm": "ms", "fre": "fr", "ger": "de", "spa": "es", "fra": "fr"}.get(
        found, found
    )
    found = str(found).partition("_")[0]
    try:
        Locale.parse(found)
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    return found


@cache
def _by_name() -> dict[str, str]:
    """The codes of languages by their English names: Glific says `Hindi`."""
    names = Locale("en").languages
    return {str(name).lower(): code for code, name in names.items() if len(code) == 2}


def _codes(export: Export) -> dict[str, str]:
    """Our code for each of the export's; the most used base language is the bot's own."""
    bases: dict[str, int] = {}
    others: dict[str, int] = {}
    for flow in export.flows:
        bases[flow.language] = bases.get(flow.language, 0) + max(len(flow.nodes), 1)
        for code, items in flow.localization.items():
            others[code] = others.get(code, 0) + len(items)
    for event in export.campaigns:
        for code in event.message:
            others.setdefault(code, 0)
    ranked = sorted(bases, key=lambda code: (-bases[code], code))
    real = [code for code in [*ranked, *others] if code not in BASE and our_code(code)]
    own = real[0] if real and not (set(ranked[:1]) & BASE) else ""
    fallback = own or next((code for code in ("eng", "en") if code in real), "") or "eng"
    codes = {fallback: our_code(fallback)}
    for code in [*ranked, *sorted(others)]:
        codes.setdefault(code, our_code(fallback) if code in BASE else our_code(code))
    return codes


def _results(flow: Flow) -> Iterator[tuple[str, str]]:
    for node in flow.nodes:
        for action in node.actions:
            label = text(action.get("result_name"))
            if text(action.get("type")) == "set_run_result":
                label = text(action.get("name"))
            if label:
                yield result_key(label), label
        if node.router and node.router.result:
            yield result_key(node.router.result), node.router.result


def _afar(flow: Flow) -> set[tuple[str, str]]:
    """The results of callers and of called flows that a flow reads, by who sets them."""
    found: set[tuple[str, str]] = set()
    for words in _expressions(flow):
        for who, key in re.findall(r"(?i)\b(parent|child)\.(?:results\.)?(\w+)", words):
            found.add((who.lower(), key.lower()))
    return found


def _fields_set(export: Export) -> Iterator[str]:
    for flow in export.flows:
        for node in flow.nodes:
            for action in node.actions:
                if text(action.get("type")) == "set_contact_field":
                    field = mapping(action.get("field"))
                    yield (text(field.get("key")) or text(field.get("name"))).lower()


def _parent_fields(flow: Flow) -> Iterator[str]:
    for words in _expressions(flow):
        yield from (
            key.lower() for key in re.findall(r"(?i)\bparent\.(?:contact\.)?fields\.(\w+)", words)
        )


def _expressions(flow: Flow) -> Iterator[str]:
    """The parts of a flow in which expressions may stand."""
    for node in flow.nodes:
        yield from (str(action) for action in node.actions)
        if node.router:
            yield node.router.operand
            yield from (str(case.arguments) for case in node.router.cases)


def _calls(flow: Flow, export: Export) -> Iterator[str]:
    for node in flow.nodes:
        for action in node.actions:
            if text(action.get("type")) == "enter_flow" and not truth(action.get("terminal")):
                found = mapping(action.get("flow"))
                target = export.flow(text(found.get("uuid")), text(found.get("name")))
                if target:
                    yield target.uuid


def _turned(calls: dict[str, list[str]]) -> dict[str, list[str]]:
    callers: dict[str, list[str]] = {}
    for caller, called in calls.items():
        for one in dict.fromkeys(called):
            callers.setdefault(one, []).append(caller)
    return callers
