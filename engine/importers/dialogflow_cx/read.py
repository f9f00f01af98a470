"""An export's files become an `Agent`; what cannot be read is listed, the rest is taken."""

from urllib.parse import unquote

from engine.importers.dialogflow_cx.read_flow import read_flow, read_group
from engine.importers.dialogflow_cx.read_language import read_language
from engine.importers.dialogflow_cx.read_rest import read_test, read_webhook
from engine.importers.dialogflow_cx.source import Agent, Flow, Group, Kept, TestCase, Webhook
from engine.importers.dialogflow_es.source import Broken
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.files import Files, Unreadable

AGENT = "agent.json"
START_FLOW = "Default Start Flow"
# Settings of an agent that are taken, or say nothing about a conversation.
KNOWN = frozenset(
    [
        "displayName",
        "name",
        "description",
        "defaultLanguageCode",
        "supportedLanguageCodes",
        "timeZone",
        "startFlow",
        "projectNumber",
        "avatarUri",
        "enableLogging",
        "enableStackdriverLogging",
        "locked",
        "satisfiesPzi",
        "satisfiesPzs",
    ]
)
# Folders for which there is nothing here, and what they hold.
FOREIGN = {
    "playbooks": "playbooks",
    "tools": "tools",
    "generators": "generators",
    "examples": "examples of playbooks",
    "agentGuardrails": "guardrails",
    "guardrails": "guardrails",
    "generativeSettings": "generative settings",
    "knowledgeConnectors": "data stores",
    "environments": "environments",
    "experiments": "experiments",
    "customMetrics": "metrics",
}
READ = frozenset(
    ["flows", "intents", "entityTypes", "webhooks", "testCases", "agentTransitionRouteGroups"]
)
# Members in which people wrote something, and those around them.
TOLD = frozenset(["description", "goal", "text", "guidelines", "promptText", "instructions"])
AROUND = frozenset(["instruction", "steps", "prompt"])
WORDS_KEPT = 4000
WITH_REFERENCES = ("flows/", "agentTransitionRouteGroups/", "webhooks/")


def find_root(files: Files) -> str | None:
    """The folder of the agent within the export, or None where there is none."""
    roots = {path[: -len(AGENT)].rstrip("/") for path in files if path.rpartition("/")[2] == AGENT}
    roots |= {_above_flows(path) for path in files if _is_flow(path)}
    sound = [root for root in roots if any(_is_flow(path) for path in files.under(root))]
    return min(sound, key=lambda root: (root.count("/"), root)) if sound else None


def _text(files: Files, path: str) -> str:
    try:
        return files.text(path)
    except (Unreadable, OSError):
        return ""


def _is_flow(path: str) -> bool:
    """`flows/NAME/NAME.json`, wherever it lies."""
    parts = path.split("/")
    return len(parts) >= 3 and parts[-3] == "flows" and parts[-1] == f"{parts[-2]}.json"


def _above_flows(path: str) -> str:
    return "/".join(path.split("/")[:-3])


def read_agent(files: Files) -> Agent:
    """The agent below `files`."""
    reader = _Reader(files)
    settings = mapping(reader.json(AGENT, "settings")) if AGENT in files else {}
    flows = reader.flows()
    language = read_language(files, settings, reader.json)
    first = flows[0].name if flows else ""
    start = text(settings.get("startFlow")) or START_FLOW
    return Agent(
        language=language,
        start=start if any(flow.name == start for flow in flows) else first,
        flows=flows,
        groups=reader.groups("agentTransitionRouteGroups"),
        webhooks=reader.webhooks(),
        tests=reader.tests(),
        kept=reader.kept(),
        broken=(*reader.broken, *(Broken(one.path, one.reason) for one in files.refused)),
        extras=tuple(name for name, value in settings.items() if name not in KNOWN and value),
        text="\n".join(_text(files, path) for path in files if path.startswith(WITH_REFERENCES)),
    )


class _Reader:
    """Files by their roles; remembers those that are broken."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.broken: list[Broken] = []

    def json(self, path: str, kind: str = "files") -> object:
        try:
            found = self.files.json(path)
        except (Unreadable, OSError) as error:
            self.broken.append(Broken(path, str(error), kind))
            return None
        if not isinstance(found, dict):
            self.broken.append(Broken(path, "is not what is expected: an object", kind))
            return None
        return found

    def flows(self) -> tuple[Flow, ...]:
        found = []
        for path in self.files:
            if _is_flow(path) and path.startswith("flows/"):
                source = self.json(path, "flows")
                folder = path.rpartition("/")[0]
                pages = [
                    (one, mapping(page))
                    for one in self._in(f"{folder}/pages")
                    if (page := self.json(one, "pages")) is not None
                ]
                groups = self.groups(f"{folder}/transitionRouteGroups")
                name = unquote(folder.rpartition("/")[2])
                if source is not None or pages:
                    found.append(read_flow(path, name, mapping(source), pages, groups))
        return tuple(found)

    def groups(self, folder: str) -> dict[str, Group]:
        groups = [
            read_group(path, mapping(source))
            for path in self._in(folder)
            if (source := self.json(path, "route groups")) is not None
        ]
        return {group.name: group for group in groups}

    def webhooks(self) -> dict[str, Webhook]:
        webhooks = [
            read_webhook(path, mapping(source))
            for path in self._in("webhooks")
            if (source := self.json(path, "webhooks")) is not None
        ]
        return {one.name: one for one in webhooks}

    def tests(self) -> tuple[TestCase, ...]:
        return tuple(
            read_test(path, mapping(source))
            for path in self._in("testCases")
            if (source := self.json(path, "tests")) is not None
        )

    def kept(self) -> tuple[Kept, ...]:
        found = []
        for path in self.files:
            folder, _, rest = path.partition("/")
            kind = FOREIGN.get(folder, "" if folder in READ or not rest else "files")
            if "/excludedPhrases/" in path:
                kind = "excluded phrases"
            if kind and path.endswith(".json"):
                source = self.json(path, kind)
                if source is not None:
                    found.append(_kept(path, kind, mapping(source)))
        return tuple(found)

    def _in(self, folder: str) -> list[str]:
        """The files right within a folder, or in a folder of their own name."""
        start = f"{folder}/"
        found = []
        for path in self.files:
            if path.startswith(start) and path.endswith(".json"):
                parts = path[len(start) :].split("/")
                if len(parts) == 1 or (len(parts) == 2 and parts[1] == f"{parts[0]}.json"):
                    found.append(path)
        return found


def _kept(path: str, kind: str, source: Mapping) -> Kept:
    name = text(source.get("displayName")) or unquote(path.rpartition("/")[2].removesuffix(".json"))
    return Kept(path, kind, name, "\n".join(_words(source))[:WORDS_KEPT])


def _words(source: Mapping) -> list[str]:
    """What people wrote, without settings that may hold keys: goals, steps, prompts."""
    found = []
    for name, value in source.items():
        if name in TOLD and isinstance(value, str) and value.strip():
            found.append(value.strip())
        elif name in TOLD or name in AROUND:
            for one in mappings(value):
                found += _words(one)
    return found
