"""Language Understanding (.lu) and questions with answers (.qna) as intents and pairs."""

import re

from msgspec import Struct, field

LABEL = re.compile(r"\{\s*@?\s*([\w.\- ]+?)(?:\s*:\s*[\w.]+)?\s*=\s*([^{}]*)\}")
NAMED = re.compile(r"\{\s*@?\s*([\w.\-]+)(?:\s*:\s*[\w.]+)?\s*\}")
ENTITY = re.compile(
    r"^@\s*(ml|list|regex|prebuilt|phraselist|composite|patternany|intent)\s+(.*)$", re.IGNORECASE
)
OLD_ENTITY = re.compile(r"^\$\s*([\w.]+)\s*:\s*(.*)$")
LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
QUESTION = re.compile(r"^#\s*\?\s*(.*)$")
FENCE = "```"


class Lu(Struct):
    """Intents with their phrases, lists with synonyms, patterns and other entities by name."""

    intents: dict[str, list[str]] = field(default_factory=dict)
    # Phrases that only a pattern can read, as those with the name of an entity in them.
    templates: dict[str, list[str]] = field(default_factory=dict)
    # All phrases with entities, as `fly to {city}`.
    marked: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    learned: dict[str, list[str]] = field(default_factory=dict)
    prebuilt: dict[str, None] = field(default_factory=dict)
    phrase_lists: dict[str, str] = field(default_factory=dict)
    imports: dict[str, None] = field(default_factory=dict)


class Pair(Struct, frozen=True):
    """A question in all its wordings, its answer, and what it proposes next."""

    questions: tuple[str, ...]
    answer: str
    prompts: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


def read_lu(text: str) -> Lu:
    """What an .lu file holds."""
    found = Lu()
    intent = entity = value = ""
    for line in text.splitlines():
        plain = line.strip()
        if not plain or plain.startswith(">"):
            continue
        if plain.startswith("#"):
            intent, entity = plain.lstrip("# ").strip(), ""
            found.intents.setdefault(intent, [])
        elif match := ENTITY.match(plain):
            intent, value = "", ""
            entity = _entity(found, match[1].lower(), match[2])
        elif match := OLD_ENTITY.match(plain):
            intent = ""
            entity, value = _old_entity(found, match[1], match[2].strip())
        elif plain.startswith("[") and (link := LINK.match(plain)):
            found.imports[link[1]] = None
        elif plain.startswith(("-", "*", "+")):
            word = plain[1:].strip()
            if intent:
                _utterance(found, intent, word)
            elif entity in found.lists:
                value = _list_item(found.lists[entity], value, word)
            elif entity in found.phrase_lists:
                before = found.phrase_lists[entity]
                found.phrase_lists[entity] = f"{before}, {word}" if before else word
    return found


def _entity(found: Lu, kind: str, rest: str) -> str:
    name, _, after = rest.partition("=")
    name = re.split(r"\s+(?:hasroles?|usesfeatures?)\b", name.strip(), maxsplit=1)[0]
    name = re.sub(r"\(.*\)", "", name).strip().strip("\"'").split(" ")[0]
    if kind == "list":
        found.lists.setdefault(name, {})
    elif kind == "regex":
        found.patterns[name] = after.strip().strip("/")
    elif kind == "prebuilt":
        found.prebuilt[name] = None
    elif kind == "phraselist":
        found.phrase_lists[name] = after.strip()
    elif kind != "intent":
        found.learned.setdefault(name, [])
    return name


def _old_entity(found: Lu, name: str, kind: str) -> tuple[str, str]:
    if kind.endswith("="):
        value = kind[:-1].strip()
        found.lists.setdefault(name, {}).setdefault(value, [])
        return name, value
    if kind.startswith("/"):
        found.patterns[name] = kind.strip("/")
    elif kind.lower().startswith("phraselist"):
        found.phrase_lists[name] = ""
    elif name.lower() == "prebuilt":
        found.prebuilt[kind] = None
    else:
        found.learned.setdefault(name, [])
    return name, ""


def _list_item(values: dict[str, list[str]], value: str, word: str) -> str:
    if word.endswith(":"):
        value = word[:-1].strip()
        values.setdefault(value, [])
    elif value:
        values[value] += [one.strip() for one in word.split(",") if one.strip()]
    else:
        values.setdefault(word, [])
    return value


def _utterance(found: Lu, intent: str, text: str) -> None:
    if link := LINK.match(text):
        found.imports[link[1]] = None
        return
    shape = " ".join(NAMED.sub(r"{\1}", _shape(text)).split())
    if NAMED.search(shape):
        found.marked.setdefault(intent, []).append(shape)
    previous, plain = "", text
    while previous != plain:
        previous = plain
        for match in LABEL.finditer(plain):
            found.learned.setdefault(match[1].strip(), []).append(match[2].strip())
        plain = LABEL.sub(lambda match: match[2].strip(), plain)
    words = " ".join(plain.split())
    kept = found.templates.setdefault(intent, []) if NAMED.search(words) else found.intents[intent]
    if words and words not in kept:
        kept.append(words)


def _shape(text: str) -> str:
    """A phrase with the names of its entities in place of their words."""
    previous = ""
    while previous != text:
        # Of entities within each other, the innermost is kept.
        previous, text = text, LABEL.sub(_named, text, count=1)
    return text


def _named(match: re.Match[str]) -> str:
    inner = match[2].strip()
    return inner if NAMED.search(inner) else f"{{{match[1].strip()}}}"


class _Qna:
    """The pair that is being read."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.answer: list[str] = []
        self.prompts: list[str] = []
        self.filters: list[str] = []

    def pair(self) -> Pair:
        """What has been read, spaces at the ends taken off."""
        answer = "\n".join(self.answer).strip()
        return Pair(tuple(self.questions), answer, tuple(self.prompts), tuple(self.filters))


def read_qna(text: str) -> list[Pair]:
    """The pairs of a .qna file."""
    found: list[Pair] = []
    now, where = _Qna(), ""
    for line in [*text.splitlines(), "# ?"]:
        plain = line.strip()
        question = QUESTION.match(plain)
        if where == "answer" and not plain.startswith(FENCE):
            now.answer.append(line.rstrip())
        elif plain.startswith(FENCE):
            where = "after" if where == "answer" else "answer"
        elif question:
            if now.answer or not question[1]:
                if now.questions and now.answer:
                    found.append(now.pair())
                now = _Qna()
            where = "questions"
            now.questions += [question[1]] if question[1] else []
        elif plain.lower().startswith("**prompts"):
            where = "prompts"
        elif plain.lower().startswith("**filters"):
            where = "filters"
        elif plain.startswith(("-", "*")):
            _item(now, where, plain[1:].strip())
    return found


def _item(now: _Qna, where: str, item: str) -> None:
    if where == "questions" and item:
        now.questions.append(item)
    elif where == "prompts":
        label = re.search(r"\[([^\]]+)\]", item)
        now.prompts.append(label[1] if label else item)
    elif where == "filters":
        now.filters.append(item)
