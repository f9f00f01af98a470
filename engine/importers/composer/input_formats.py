"""What is kept of an answer: as it is, or as the input's output format makes of it."""

from collections.abc import Mapping

from engine.importers.composer.cel import quoted
from engine.importers.composer.input_choices import Choices
from engine.importers.composer.words import Words

# A date there is a list of readings; the first is what people meant.
DATE = '[{"timex": {answer}, "type": "date", "value": {answer}}]'
ANSWER = "answer_to_format"


def format_of(words: Words, action: Mapping[str, object], kind: str, choices: Choices) -> str:
    """The expression of what is kept, with `{answer}` for the answer; "" for the answer."""
    raw = action.get("outputFormat")
    own = raw if isinstance(raw, str) and raw.strip() else ""
    if kind == "ChoiceInput":
        return _choice(words, own, choices)
    if kind == "AttachmentInput":
        return "[{answer}]" if own.lower() == "all" else ""
    if not own:
        return DATE if kind == "DateTimeInput" else ""
    with words.this(DATE.replace("{answer}", ANSWER) if kind == "DateTimeInput" else ANSWER):
        source = own if own.startswith(("=", "${")) else f"={own}"
        return words.value(source).replace(ANSWER, "{answer}")


def _choice(words: Words, own: str, choices: Choices) -> str:
    if own.lower() == "index":
        listed = choices.items or f"[{', '.join(quoted(one) for one in choices.values)}]"
        return f"index_of({listed}, {{answer}})"
    if not own or own.lower() == "value":
        return ""
    with words.this(ANSWER):
        said = words.value(own if own.startswith(("=", "${")) else f"={own}")
    return said.replace(ANSWER, "{answer}")
