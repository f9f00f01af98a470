"""Random bots that the check accepts, and random events: what the walks are made of.

A bot is built from a `Random`, so that a seed names it; `bots()` gives them to hypothesis.
"""

from collections.abc import Callable
from random import Random
from typing import Any, get_args

from hypothesis import strategies as st
from msgspec import convert

from engine.nodes import KINDS
from engine.nodes.ask import AnswerType
from engine.project.check import check
from engine.types.bot import (
    NOT_UNDERSTOOD,
    STARTUP,
    Bot,
    CodeAction,
    Constant,
    DefaultMessage,
    EntityTable,
    Mail,
    Node,
    Project,
    Routing,
    Segment,
    Site,
    Topic,
    Variable,
)

LANGUAGES = ("es", "en", "pt")
PHRASES = (
    "quiero pedir una cita",
    "where is my order please",
    "qual é o horário de vocês?",
    "book a table for two people",
    "hablar con una persona",
    "¡Ayúdame, por favor! 🙏",
    "yes",
    "2",
    "cancel everything I asked for",
)
KEYWORDS = ("pedir cita", "order where", "horario abrir", "human agent", "cancelar todo")
EVENTS = ("opened", "media", "location", "payment", "referral")
CONDITIONS = (
    'name == "Ana"',
    "age > 17",
    "age < 10 || happy",
    "!happy",
    "size(items) > 2",
    'day != ""',
    'language == "es"',
    "weekday < 6",
    "session.turn > 3 && agents.available > 0",
    "message.text != ''",
    '"vip" in contact.tags',
    'contact.city == "Lima"',
    'part_of_day == "morning"',
    "has(entities.size)",
    "vat > 0.1",
    "true",
    "false",
    "message.confidence >= 0.5",
    "size(rows('branches')) > 1",
    "session.waiting",
    "event.name == 'payment'",
    "thing.size > 2",
)
# Every function, over values of any type: what has no value must be a warning, not an exception.
EXPRESSIONS = (
    "round(age, age)",
    "round(age / 7)",
    "number(age, 2)",
    "number(loose)",
    "money(age, 'EUR')",
    "money(age, name)",
    "date(loose)",
    "date(day, name)",
    "date(day, 'long')",
    "time_of_day(loose)",
    "plural(age, {'one': 'day', 'other': 'days'})",
    "plural(loose, thing)",
    "name.matches(name)",
    "matches(name, '^[a-z]+$')",
    "int(loose)",
    "uint(loose)",
    "double(name)",
    "timestamp(loose)",
    "timestamp(name)",
    "duration(loose)",
    "duration(name)",
    "bytes(name)",
    "type(loose) == int",
    "loose.getFullYear()",
    "join(items, name)",
    "split(name, '')",
    "split(name, name)",
    "replace(name, '', name)",
    "replace(name, name, '${x}')",
    "title(name)",
    "fold(name)",
    "loose + loose",
    "loose * loose",
    "loose - age",
    "loose / loose",
    "loose % 2",
    "-loose",
    "!loose",
    "items[age]",
    "items[0].title",
    "thing[name]",
    "thing.a.b[0]",
    "items.map(x, x)",
    "items.map(x, string(x))",
    "items.filter(x, x > 1)",
    "items.exists(x, x == loose)",
    "items.all(x, x != null)",
    "loose in items",
    "name in thing",
    "now + duration('1h')",
    "now - timestamp(loose)",
    "now > timestamp(day)",
    "string(loose)",
    "string(items)",
    "upper(loose)",
    "size(loose)",
    "loose == thing ? items : thing",
    "has(loose.a) ? loose.a : null",
    "[loose, [loose, {'k': loose}]]",
    "{'a': loose, 'b': items}",
    "age * age * age",
    "rows('branches').filter(r, r.city == name)",
    "rows(name)",
    "entities.branches",
    "message.text + message.text",
    "dyn(loose) < dyn(age)",
    "loose < age",
)
VALUES = {
    "name": ('"Ana"', "message.text", "contact.first_name", "name + '!'"),
    "age": ("age + 1", "7", "size(message.text)", "age * 1000000000", "weekday"),
    "happy": ("true", "!happy", "age > 3"),
    "day": ("today", '"2026-03-02"'),
    "items": ("items + [name]", "[1, 2, 3]", "message.media", "rows('branches')"),
    "thing": ("entities", '{"size": 3}', '{"a": {"b": [1, 2.5, null]}}'),
    "loose": ("thing", "items", "now", "message.choice", "age", "topic", *EXPRESSIONS),
}
HOLES = (
    "",
    " ${name}",
    " ${age * 2}",
    " ${contact.name}",
    " ${now}",
    " ${items}",
    " ${thing.size}",
    " ${entities}",
    " ${shop}",
    " ${vat}",
    " ${message.text}",
    " ${loose}",
    *(f" ${{{expression}}}" for expression in EXPRESSIONS),
)
ADDRESSES = ("https://example.org/a", "https://example.org/${name}", "${loose}")
MOMENTS = (
    "now",
    "today",
    "age",
    "loose",
    "name",
    "'2026-03-02T15:00:00Z'",
    "1e300",
    "-5",
    "'9999-12-31T23:59:59'",
    "'0001-01-01'",
)
# `Any`: the settings of a node are plain data of every shape.
Settings = dict[str, Any]


class Maker:
    """What the settings of nodes are drawn from."""

    def __init__(self, random: Random, languages: tuple[str, ...], ids: list[str]) -> None:
        self.random = random
        self.languages = languages
        self.ids = ids
        self.labels = 0

    def one(self, *of: Any) -> Any:
        return self.random.choice(of)

    def perhaps(self, share: float = 0.5) -> bool:
        return self.random.random() < share

    def some(self, of: tuple[str, ...], most: int = 3) -> list[str]:
        return self.random.sample(of, self.random.randint(0, min(most, len(of))))

    def text(self, question: bool = False) -> dict[str, str]:
        end = "?" if question else self.one(*HOLES)
        words = self.one("Hola", "Hello 🙂", "Até já", "x" * 300)
        return dict.fromkeys(self.languages, f"{words}{end}")

    def maybe_text(self) -> dict[str, str]:
        return self.text() if self.perhaps(0.4) else {}

    def label(self) -> dict[str, str]:
        self.labels += 1
        return {language: f"{language} {self.labels}" for language in self.languages}

    def condition(self) -> str:
        return self.one(*CONDITIONS)

    def variable(self, *types: str) -> str:
        return self.one(*(types or tuple(VALUES)))

    def options(self, pages: bool = True) -> list[Settings]:
        made = []
        for number in range(self.random.randint(1, 4)):
            option: Settings = {"id": f"o{number}", "label": self.label()}
            if pages and number and self.perhaps(0.2):
                option["url"] = self.one(*ADDRESSES[:2])
            if number and self.perhaps(0.2):
                option["when"] = self.condition()
            if self.perhaps(0.2):
                option["synonyms"] = {self.languages[0]: [f"syn {self.labels}"]}
            if number and "url" not in option and self.perhaps(0.1):
                option["says"] = self.text()
            made.append(option)
        return made

    def media(self) -> list[Settings]:
        kinds = ("image", "audio", "video", "document")
        return [{"kind": self.one(*kinds), "url": self.one(*ADDRESSES), "caption": self.label()}]


def _intent(make: Maker) -> Settings:
    settings: Settings = {"label": make.label()} if make.perhaps(0.7) else {}
    for language in make.languages:
        if make.perhaps(0.6):
            settings.setdefault("phrases", {})[language] = make.some(PHRASES)
        if make.perhaps(0.3):
            settings.setdefault("keywords", {})[language] = make.some(KEYWORDS, 2)
    if make.perhaps(0.2):
        settings["patterns"] = [make.one(r"\d{4}", "(?i)^help", r"^\s*$", "🙂")]
    if make.perhaps(0.2):
        settings["condition"] = make.condition()
    if make.perhaps(0.2):
        settings["inactivity_s"] = make.one(1, 30, 60, 3600)
    if make.perhaps(0.3):
        settings["events"] = make.some(EVENTS, 2)
        settings["aside"] = make.perhaps(0.3)
    return settings


def _ask(make: Maker) -> Settings:
    kind = make.one(*get_args(AnswerType))
    settings: Settings = {
        "question": make.text(question=True),
        "variable": make.variable(),
        "type": kind,
        "invalid": make.maybe_text(),
        "alternative": make.maybe_text(),
        "reason": make.maybe_text(),
        "retries": make.one(0, 1, 2),
        "skip_if_known": make.perhaps(0.1),
        "from_message": make.perhaps(0.2),
        "interrupts": make.one("never", "invalid", "always", "first"),
        "resume": make.one("again", "quietly", "drop"),
        "once": make.perhaps(0.1),
        "attempts": [make.text()] if make.perhaps(0.1) else [],
        "files": make.one("", "", "items"),
        "place": make.one("", "", "thing"),
    }
    if kind == "choice":
        several = {"several": True, "minimum": make.one(0, 1, 2)}
        settings |= several if make.perhaps(0.4) else {}
        if make.perhaps(0.4):
            settings["items"] = make.one(
                "items", "rows('branches')", "loose", "['a', {'value': 1}]"
            )
        else:
            settings["options"] = make.options(pages=False)
    elif make.perhaps(0.1):
        settings["options"] = make.options()
    if make.perhaps(0.2):
        settings |= {"timeout_s": 60, "reminders": [make.text()]}
    if kind == "entity":
        settings["table"] = "branches"
    if kind in {"text", "number", "amount"} and make.perhaps(0.3):
        settings["minimum"], settings["maximum"] = 1, 50
    if make.perhaps(0.1):
        settings["pattern"] = r"\w+.*"
    if make.perhaps(0.1):
        settings["valid"] = make.one("answer != 3", "answer == name", "size(answer) > 2")
    if make.perhaps(0.2):
        settings["field"] = make.one("city", "name")
    if make.perhaps(0.2):
        settings["interrupted_by"] = [make.one(*make.ids)]
    return settings


def _choices(make: Maker) -> Settings:
    return {
        "text": make.text(question=True),
        "options": make.options(),
        "variable": make.variable("name", "loose") if make.perhaps() else "",
        "invalid": make.maybe_text(),
        "retries": make.one(0, 0, 1, 2),
        "free_text": make.perhaps(0.2),
        "once": make.perhaps(0.1),
        "interrupts": make.one("never", "invalid", "invalid"),
        "unclaimed": make.one("again", "default_message"),
    }


def _carousel(make: Maker) -> Settings:
    cards: list[Settings] = []
    for number in range(make.random.randint(1, 3)):
        options = make.options() if make.perhaps(0.7) else []
        options = [{**option, "id": f"c{number}_{option['id']}"} for option in options]
        cards.append({"title": make.label(), "options": options})
    return {"text": make.maybe_text(), "cards": cards, "variable": make.one("", "name")}


def _http(make: Maker) -> Settings:
    posts = make.perhaps()
    bodies = ("", '{"name": "${name}", "age": ${age}}', "a=${items}", "${thing}", "[${loose}]")
    return {
        "method": "POST" if posts else "GET",
        "url": make.one("https://example.org/a?b=${age}", "https://${name}/x", "${loose}"),
        "headers": {"Authorization": "Bearer ${secret.key}"} if make.perhaps() else {},
        "query": {"q": "${message.text}"} if make.perhaps() else {},
        "body": make.one(*bodies) if posts else "",
        "results": {
            make.variable(): make.one(
                "response.body",
                "response.status",
                "response.body.price",
                "response.headers",
                "response.body[0].a + 1",
            )
            for _ in range(make.random.randint(0, 2))
        },
    }


def _handoff(make: Maker) -> Settings:
    whom = make.one({"queue": "default"}, {"queue": "sales"}, {"agent": "${name}"})
    goes_on = {"bot_goes_on": make.perhaps(0.3)}
    return {"text": make.maybe_text(), "note": make.one("", "${message.text}"), **whom, **goes_on}


def _location(make: Maker) -> Settings:
    if make.perhaps(0.4):
        return {"latitude": make.one("age", "12.5", "name"), "longitude": make.one("age", "-70")}
    return {
        "text": make.text(question=True),
        "variable": "thing",
        "invalid": make.maybe_text(),
        "retries": make.one(0, 1, 2),
    }


def _call(make: Maker) -> Settings:
    names = make.some(tuple(VALUES), 2)
    return {
        "target": make.one(*make.ids),
        "inputs": {name: make.one(*VALUES[name]) for name in names} if make.perhaps(0.4) else {},
        "outputs": {make.variable(): make.one("loose", "age")} if make.perhaps(0.3) else {},
    }


def _stop(make: Maker) -> Settings:
    what = make.one("flow", "element", "loop", "visit", "interrupted", "all")
    settings: Settings = {"what": what}
    if what == "visit" and make.perhaps():
        settings["of"] = [make.one(*make.ids)]
    if what in {"visit", "all"} and make.perhaps():
        settings["target"] = make.one(*make.ids)
    return settings


def _set(make: Maker) -> Settings:
    names = make.some(tuple(VALUES))
    language = make.one("", "", "'pt'", "contact.language", "name", "loose")
    return {
        "variables": {name: make.one(*VALUES[name]) for name in names},
        "fields": {"city": make.one("name", "loose", '"Lima"')} if make.perhaps(0.3) else {},
        "clear": [make.variable()] if make.perhaps(0.3) else [],
        "language": language,
    }


def _split(make: Maker) -> Settings:
    ways = [{"id": f"w{n}", "weight": make.one(1, 0.1, 7)} for n in range(make.one(2, 3))]
    return {"ways": ways, "variable": make.one("", "name", "loose")}


MAKERS: dict[str, Callable[[Maker], Settings]] = {
    "archive": lambda make: {"reason": make.one("", "done ${name}")},
    "ask": _ask,
    "branch": lambda make: {
        "cases": [{"id": f"c{n}", "condition": make.condition()} for n in range(make.one(1, 2, 3))]
    },
    "call": _call,
    "carousel": _carousel,
    "choices": _choices,
    "code": lambda make: {
        "action": "sum",
        "inputs": {name: make.one("age", "loose", "name") for name in make.some(("a", "b"))},
        "outputs": {make.variable(): "total"} if make.perhaps() else {},
    },
    "each": lambda make: {
        "items": make.one("items", "loose", "[1, 'two', null]", "rows('branches')", "[]"),
        "variable": make.variable("loose", "thing", "age"),
        "index": make.one("", "age"),
    },
    "goto": lambda make: {"target": make.one(*make.ids)},
    "handoff": _handoff,
    "http": _http,
    "intent": _intent,
    "location": _location,
    "mail": lambda make: {
        "to": [make.one("a@example.org", "${name}")],
        "subject": make.text(),
        "text": make.text(),
    },
    "media": lambda make: {"media": make.media()},
    "metrics": lambda make: {
        "metric": make.one("users", "queues"),
        "measure": make.one("", "waiting"),
        "period": make.one("", "30min", "all"),
        "where": make.one({}, {"channel": "${loose}"}),
        "variable": "loose",
    },
    "mute": lambda make: {"seconds": make.one(0, 1, 3600)},
    "notify": lambda make: {
        "template": "offer",
        "parameters": ["${name}"],
        **make.one({}, {"segment": "vips"}, {"contact": "${loose}"}),
    },
    "signal": lambda make: {
        "event": make.one(*EVENTS),
        "data": {"x": make.one("loose", "age")} if make.perhaps(0.3) else {},
        "at": make.one("", *MOMENTS),
        **make.one({}, {"segment": "vips"}, {"contact": "${loose}"}),
    },
    "say": lambda make: {
        "text": make.text(),
        "alternatives": [make.text()] if make.perhaps(0.3) else [],
        "media": make.media() if make.perhaps(0.2) else [],
        "options": make.options() if make.perhaps(0.2) else [],
    },
    "search": lambda make: {
        "site": "help",
        "query": make.one("${message.text}", "${loose}", "opening"),
        "limit": make.one(1, 3),
        "intro": make.maybe_text(),
        **make.one({}, {"variable": "items"}, {"variable": "items", "silent": True}),
    },
    "set": _set,
    "split": _split,
    "stop": _stop,
    "tag": lambda make: {
        "add": make.one(["vip"], ["${name}"], ["a", "${loose}"]),
        "remove": make.one([], ["gone"], ["${message.text}"]),
    },
    "wait": lambda make: {
        **make.one({"seconds": make.one(1, 60, 90_000)}, {"until": make.one(*MOMENTS)}),
        "interruptible": make.perhaps(),
    },
}
# Kinds drawn more often than the others, as conversations consist of them.
FREQUENT = ("intent", "ask", "choices", "say", "http", "branch")


def random_bot(random: Random, name: str = "bot", others: tuple[str, ...] = ()) -> Bot:
    """A bot with every setting drawn; it may have errors. `others` are bots to hand over to."""
    languages = tuple(random.sample(LANGUAGES, random.randint(1, 3)))
    kinds = [
        random.choice(FREQUENT) if random.random() < 0.5 else random.choice(sorted(KINDS))
        for _ in range(random.randint(4, 28))
    ]
    # Without their kind, so that a second bot has other kinds under the same ids.
    ids = [f"n{number}" for number in range(len(kinds))]
    make = Maker(random, languages, ids)
    nodes = {
        STARTUP: Node("intent", params={"events": ["opened"]}, edges={"next": "greet"}),
        "greet": Node("say", params={"text": make.text()}, edges=_edge(random, ids, 0.7)),
        NOT_UNDERSTOOD: Node("intent", edges={"next": "sorry"}),
        "sorry": Node("say", params={"text": make.text()}, edges=_edge(random, ids, 0.3)),
    }
    for place, (id_, kind) in enumerate(zip(ids, kinds, strict=True)):
        nodes[id_] = _node(make, kind, place, ids, others)
    topics: dict[str, dict[str, Node]] = {f"topic_{n}": {} for n in range(random.randint(1, 3))}
    for id_, node in nodes.items():
        topics[random.choice(sorted(topics))][id_] = node
    return _with_settings(random, name, languages, topics)


def _edge(random: Random, ids: list[str], share: float) -> dict[str, str]:
    return {"next": random.choice(ids)} if random.random() < share else {}


def _node(make: Maker, kind: str, place: int, ids: list[str], others: tuple[str, ...]) -> Node:
    params = MAKERS[kind](make)
    if kind == "handoff" and others and make.perhaps():
        params = {"text": params["text"], "bot": make.one(*others)}
    random, edges = make.random, {}
    ahead = ids[place + 1 :] or ids
    for port in KINDS[kind].ports(convert(params, KINDS[kind].params)):
        if kind == "intent" or random.random() < 0.8:
            edges[port] = random.choice(ahead if random.random() < 0.8 else ids)
    return Node(
        kind,
        when=make.condition() if kind != "intent" and random.random() < 0.1 else "",
        pause_ms=random.choice((None, None, 0, 700)),
        params=params,
        edges=edges,
    )


def _with_settings(
    random: Random, name: str, languages: tuple[str, ...], topics: dict[str, dict[str, Node]]
) -> Bot:
    def default(value: Any) -> Any:
        return value if random.random() < 0.5 else None

    limits = {
        "visits_per_turn": random.choice((8, 20, 100)),
        "visits_in_loops": random.choice((50, 10_000)),
        "stack_frames": random.choice((1, 3, 20)),
        "deferred_messages": random.choice((2, 20)),
    }
    return Bot(
        id=name,
        name=name.title(),
        languages=languages,
        language_detection=random.choice(("every", "first", "off")),
        time_zone=random.choice(("UTC", "America/Lima", "Europe/Madrid", "Asia/Kathmandu")),
        pause_ms=random.choice((0, 500)),
        session_timeout_s=random.choice((60, 3600, 86_400)),
        default_message=DefaultMessage(*(random.random() < 0.7 for _ in range(3))),
        variables={
            "name": Variable("text", default=default("Ana")),
            "age": Variable("number", default=default(30)),
            "happy": Variable("yes_no", default=default(True)),
            "day": Variable("date", default=default("2026-01-01")),
            "items": Variable("list", default=default([1, "two", None])),
            "thing": Variable("object", default=default({"size": 1, "in": {"deep": [1]}})),
            "loose": Variable("any"),
        },
        fields={"city": Variable("text")},
        constants={"vat": Constant(0.18), "shop": Constant("Casa Sol")},
        segments={"vips": Segment("'vip' in contact.tags")},
        queues=("default", "sales"),
        sites={"help": Site(sitemap="https://example.org/sitemap.xml")},
        mail=Mail(host="mail.example.org", sender="shop@example.org"),
        secrets=("key",),
        limits={key: value for key, value in limits.items() if random.random() < 0.5},
        topics={id_: Topic(nodes=nodes) for id_, nodes in topics.items()},
        entities={
            "branches": EntityTable(
                ("branch", "city", "synonyms"),
                (("Centro", "Lima", "downtown;el centro"), ("Norte", "Quito", None), (3, "", "")),
            )
        },
        actions={"sum": CodeAction("def run(a=0, b=0):\n    return {'total': a}\n", "sum")},
    )


def is_valid(project: Project) -> bool:
    return not any(issue.severity == "error" for issue in check(project))


def valid_bot(seed: int) -> Bot:
    """The first bot without errors that the seed leads to."""
    random = Random(seed)
    while True:
        bot = random_bot(random)
        if is_valid(Project(name=bot.id, bots={bot.id: bot})):
            return bot


def valid_project(seed: int) -> Project:
    """Two or three bots under a flow manager, which hand over to one another."""
    random = Random(seed)
    names = ("one", "two", "three")[: random.randint(2, 3)]
    while True:
        bots = {
            name: random_bot(random, name, tuple(other for other in names if other != name))
            for name in names
        }
        routing = Routing(
            first=random.choice(("", *names)),
            by_language=random.random() < 0.5,
            by_expertise=random.random() < 0.7,
            change_bot=random.random() < 0.8,
        )
        project = Project(name="team", routing=routing, bots=bots)
        if is_valid(project):
            return project


seeds = st.integers(0, 2**32 - 1)


def bots() -> st.SearchStrategy[Bot]:
    return seeds.map(valid_bot)


def projects() -> st.SearchStrategy[Project]:
    return seeds.map(valid_project)
