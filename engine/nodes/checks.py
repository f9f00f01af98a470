"""What the checks of several kinds have in common: ids, labels, texts, addresses, media."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from engine.expressions.folding import fold
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.protocol import Finding
from engine.types.limits import Limits
from engine.types.value import Text

HOLE = "${"
PAGE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
SERVICE_SCHEMES = frozenset({"http", "https"})


def required(value: str, path: str, remedy: str) -> Iterator[Finding]:
    if not value.strip():
        yield Finding("empty-setting", path, "nothing is given here", remedy)


def repeated_ids(ids: list[str], path: str, taken: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Ids that occur twice, or that are the name of a port of the kind itself."""
    seen: set[str] = set()
    for index, one in enumerate(ids):
        where = f"{path}[{index}].id"
        if one in taken:
            yield Finding(
                "reserved-id",
                where,
                f"{one!r} is the name of a port that the node has anyway",
                "choose another id",
            )
        elif one in seen:
            yield Finding(
                "duplicate-id", where, f"the id {one!r} occurs twice", "choose another id"
            )
        seen.add(one)


def check_text(text: Text, path: str, limits: Limits) -> Iterator[Finding]:
    for language, words in text.items():
        if len(words) > limits.text_chars:
            yield Finding(
                "text-too-long",
                f"{path}.{language}",
                f"the text has {len(words)} characters",
                f"shorten it to {limits.text_chars}, or part it into several nodes",
            )


def check_options(
    options: tuple[OptionParams, ...], path: str, limits: Limits, taken: tuple[str, ...] = ()
) -> Iterator[Finding]:
    if len(options) > limits.options:
        yield Finding(
            "too-many-options",
            path,
            f"there are {len(options)} options",
            f"offer {limits.options} at most, or part them into two questions",
        )
    yield from repeated_ids([option.id for option in options], path, taken)
    for index, option in enumerate(options):
        yield from _check_label(option, f"{path}[{index}]", limits)
        yield from check_address(option.url, f"{path}[{index}].url", PAGE_SCHEMES)
    yield from _repeated_labels(options, path)


def check_address(address: str, path: str, schemes: frozenset[str]) -> Iterator[Finding]:
    """An address of a scheme that is not among those; one that a hole begins is not known yet."""
    address = address.strip()
    if not address or address.startswith(HOLE):
        return
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme not in schemes:
        yield Finding(
            "bad-address",
            path,
            f"{address!r} is not an address that can be opened",
            f"begin it with {' or '.join(f'{one}:' for one in sorted(schemes))}",
        )


def check_media(media: tuple[MediaParams, ...], path: str) -> Iterator[Finding]:
    for index, one in enumerate(media):
        where = f"{path}[{index}].url"
        yield from required(one.url, where, "give the address of the file")
        yield from check_address(one.url, where, SERVICE_SCHEMES)


def check_timeout(timeout_s: float, most_s: float) -> Iterator[Finding]:
    if not 0 < timeout_s <= most_s:
        yield Finding(
            "bad-timeout",
            "timeout_s",
            f"{timeout_s:g} seconds cannot be waited for",
            f"give a number above 0 and up to {most_s:g}",
        )


def visible_length(text: str) -> int:
    """The number of characters as people count them: an emoji of five code points is one."""
    if text.isascii():
        return len(text)
    import regex  # noqa: PLC0415 - only checks need it, and conversations should start fast

    return len(regex.findall(r"\X", text))


def _check_label(option: OptionParams, path: str, limits: Limits) -> Iterator[Finding]:
    if not any(label.strip() for label in option.label.values()):
        yield Finding(
            "no-label",
            f"{path}.label",
            f"the option {option.id!r} has no label",
            "write what its button says",
        )
    for language, label in option.label.items():
        if HOLE not in label and visible_length(label) > limits.option_chars:
            yield Finding(
                "label-too-long",
                f"{path}.label.{language}",
                f"the label {label!r} has {visible_length(label)} characters",
                f"shorten it to {limits.option_chars}",
            )


def _repeated_labels(options: tuple[OptionParams, ...], path: str) -> Iterator[Finding]:
    """Labels and synonyms by which two options that can show together would be typed alike."""
    seen: dict[tuple[str, str], str] = {}
    for index, option in enumerate(options):
        if option.when:
            continue
        for language, words, where in _names(option):
            typed = fold(words).strip()
            other = seen.setdefault((language, typed), option.id)
            if typed and other != option.id:
                yield Finding(
                    "duplicate-label",
                    f"{path}[{index}].{where}",
                    f"{words!r} is also a name of the option {other!r}",
                    "word one of the two differently",
                )


def _names(option: OptionParams) -> Iterable[tuple[str, str, str]]:
    for language, label in option.label.items():
        yield language, label, f"label.{language}"
    for language, synonyms in option.synonyms.items():
        for index, synonym in enumerate(synonyms):
            yield language, synonym, f"synonyms.{language}[{index}]"
