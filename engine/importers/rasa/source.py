"""What a Rasa project says, whichever version and format wrote it."""

import ast

from msgspec import Struct, field

# A slot that was set in a story without saying to what.
ANYTHING = "__any__"


class Mark(Struct, frozen=True):
    """Words of an example marked as an entity, and the value that they stand for. With a role,
    as in "from Lima", the word `before` them tells it."""

    entity: str
    words: str
    value: str
    role: str = ""
    before: str = ""


class Example(Struct, frozen=True):
    """What a person may say: its plain text, and the marked parts."""

    text: str
    marks: tuple[Mark, ...] = ()


class Understood(Struct):
    """An intent of the training data; `faq/hours` is one too."""

    name: str
    place: str
    examples: list[Example] = field(default_factory=list)


class Words(Struct):
    """A synonym, lookup table or regular expression with its lines."""

    name: str
    place: str
    lines: list[str] = field(default_factory=list)


class Button(Struct, frozen=True):
    """A button of a response: what it shows, and what it sends or opens."""

    title: str
    payload: str = ""
    url: str = ""


class Variation(Struct, frozen=True):
    """One wording of a response, and when it is meant."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    image: str = ""
    attachment: str = ""
    custom: str = ""
    channel: str = ""
    conditions: tuple[tuple[str, object], ...] = ()
    # A condition as CALM writes it.
    when: str = ""


class Response(Struct, frozen=True):
    """What the bot says under a name such as `utter_greet`."""

    name: str
    place: str
    variations: tuple[Variation, ...] = ()


class Filling(Struct, frozen=True):
    """One way in which a slot gets its value."""

    type: str
    entity: str = ""
    intents: tuple[str, ...] = ()
    value: object = None
    role: str = ""
    # Intents whose messages do not fill it.
    besides: tuple[str, ...] = ()


class Slot(Struct, frozen=True):
    """A slot; `values` are those of a categorical one."""

    name: str
    type: str = "any"
    values: tuple[str, ...] = ()
    initial: object = None
    influences: bool = True
    fillings: tuple[Filling, ...] = ()
    # When a value is refused, as (condition, response), and the response that asks once more.
    rejections: tuple[tuple[str, str], ...] = ()
    refill: str = ""


class Form(Struct, frozen=True):
    """A form and the slots that it asks for, each with its own ways of filling."""

    name: str
    place: str
    slots: tuple[tuple[str, tuple[Filling, ...]], ...] = ()


class Wish(Struct, frozen=True):
    """An intent in a story with the entities that come with it."""

    intent: str
    entities: tuple[tuple[str, object], ...] = ()


class Heard(Struct, frozen=True):
    """A message of the person: one of these intents; `text` where it is written out."""

    wishes: tuple[Wish, ...]
    text: str = ""


class Did(Struct, frozen=True):
    """An action of the bot; `says` where the story writes its words in place of a name."""

    action: str
    says: str = ""


class Was(Struct, frozen=True):
    """A slot that has a value by now."""

    slot: str
    value: object = ANYTHING


class Loop(Struct, frozen=True):
    """A form that is active from here on; without a name, none is."""

    form: str = ""


class Point(Struct, frozen=True):
    """A checkpoint that joins stories."""

    name: str


class Ways(Struct, frozen=True):
    """One of several steps, whichever it was: slots that may be set one way or another."""

    ways: tuple["Step", ...]


Step = Heard | Did | Was | Loop | Point | Ways


class Story(Struct, frozen=True):
    """A story, a rule or a test: its steps in order."""

    name: str
    place: str
    steps: tuple[Step, ...] = ()
    kind: str = "story"
    conditions: tuple[Was | Loop, ...] = ()


class Broken(Struct, frozen=True):
    """A file or a part of one that could not be read."""

    path: str
    reason: str


class Program(Struct, frozen=True):
    """A class of the customer's Python: the methods as they are written, and the names that are
    given plain values."""

    name: str
    place: str
    methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    names: dict[str, object] = field(default_factory=dict)


class CalmFlow(Struct, frozen=True):
    """A flow of CALM as it is written: its steps stay plain data. `keeps` are slots that outlive
    it; after it, the bot may ask what else there is (`completes`)."""

    id: str
    place: str
    name: str = ""
    description: str = ""
    condition: str = ""
    triggers: tuple[str, ...] = ()
    steps: tuple[object, ...] = ()
    keeps: tuple[str, ...] = ()
    completes: bool = True


class CalmTest(Struct, frozen=True):
    """A test case of CALM: (who, what) in order, with `user`, `utter` and `bot`; after
    `rest` the bot may say more."""

    name: str
    place: str
    steps: tuple[tuple[str, str], ...] = ()


class Training(Struct):
    """A whole project."""

    name: str
    language: str = "en"
    understood: dict[str, Understood] = field(default_factory=dict)
    synonyms: dict[str, Words] = field(default_factory=dict)
    lookups: dict[str, Words] = field(default_factory=dict)
    regexes: dict[str, Words] = field(default_factory=dict)
    # Intents of the domain in order; the action that one triggers by itself.
    intents: dict[str, str] = field(default_factory=dict)
    intent_places: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    slot_places: dict[str, str] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
    tests: list[Story] = field(default_factory=list)
    flows: list[CalmFlow] = field(default_factory=list)
    calm_tests: list[CalmTest] = field(default_factory=list)
    # Where skills of Rasa's newest projects stand: instructions for a language model.
    skills: list[str] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    # Settings as (what, place, value): session, policies, endpoints.
    session_minutes: float | None = None
    session_place: str = ""
    carries_slots: bool = True
    fallback_action: str = ""
    two_stages: bool = False
    policies: dict[str, str] = field(default_factory=dict)
    pipeline: dict[str, str] = field(default_factory=dict)
    action_url: str = ""
    # Files that hold something of Rasa, by what they hold.
    files: dict[str, str] = field(default_factory=dict)
