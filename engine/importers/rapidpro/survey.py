"""What the flows use, known before one is drawn: results, fields, languages, calls."""

import re

from engine.importers.naming import Names
from engine.importers.rapidpro.languages import codes_of
from engine.importers.rapidpro.source import Export, Flow
from engine.importers.rapidpro.uses import (
    calls_of,
    fields_set,
    parent_fields,
    read_afar,
    results_set,
    turned,
)
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
# Names of values that are not copied.
SECRET = re.compile(
    r"(?i)authorization|token|secret|password|passwd|api-?_?key|cookie|credential|signature"
)
PREDEFINED_FIELDS = ("id", "name", "first_name", "phone", "email", "language", "tags")


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
        self.known_fields = {key.lower() for key in export.fields} | set(fields_set(export))
        self._constants: dict[str, str] = {}
        self._locals: dict[tuple[str, str], str] = {}
        self._unset: dict[str, str] = {}
        self._shared: dict[str, str] = {}
        self.sets = {flow.uuid: dict(results_set(flow)) for flow in export.flows}
        self.calls = {flow.uuid: list(calls_of(flow, export)) for flow in export.flows}
        self.callers = turned(self.calls)
        self.codes = codes_of(export)
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
            value = self.export.globals.get(key.lower(), "")
            about = f"The global {key} of the workspace."
            if not value or SECRET.search(key):
                value, about = "", f"{about} Its value is not part of an export."
            self.constants[made] = Constant(value, about)
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
        keys = sorted({key for flow in self.export.flows for key in parent_fields(flow)})
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
            for who, key in read_afar(flow):
                near = self.callers.get(flow.uuid, []) if who == "parent" else self.calls[flow.uuid]
                if sum(key in self.sets[one] for one in dict.fromkeys(near)) > 1:
                    shared.add(key)
        return shared
