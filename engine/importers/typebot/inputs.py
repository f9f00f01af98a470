"""What people type, send or count: texts, numbers, dates, phones, files, ratings."""

import re
from typing import Any

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.typebot.answers import ask_params, asked, draw_after_answer
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.texts import single_variable
from engine.nodes.ask import AnswerType
from engine.nodes.set import Set

URL = r"(?i)^\s*(https?://)?([\w-]+\.)+[\w-]{2,}(:\d+)?([/?#]\S*)?\s*$"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")
DATE, DATE_TIME, TIME = "dd/MM/yyyy", "dd/MM/yyyy HH:mm", "HH:mm"


def draw_text_input(chain: Chain) -> None:
    """Words; also sound and files where they may be sent."""
    settings = chain.block.settings
    kept = [
        chain.by_id(mapping(settings.get(name)).get("saveVariableId"))
        for name in ("audioClip", "attachments")
        if truth(mapping(settings.get(name)).get("isEnabled"))
    ]
    if not kept:
        _draw(chain, "text")
        return
    files = chain.conversion.variables.own("sent_files", "Files that came with an answer.", "list")
    node = asked(chain, ask_params(chain, "any", files=files))
    for ours in filter(None, dict.fromkeys(kept)):
        urls = f"{files}.map(file, file.url)"
        value = f"size({files}) > 0 ? (size({files}) == 1 ? at({urls}, 0) : {urls}) : null"
        chain.then("files", "set", Set(variables={ours: value}))
    draw_after_answer(chain)
    chain.told(node)


def draw_number(chain: Chain) -> None:
    """A number within bounds, which may be variables."""
    settings, hows = chain.block.settings, []
    bounds: dict[str, float | None] = {}
    tests = []
    for name, sign, ours in (("min", ">=", "minimum"), ("max", "<=", "maximum")):
        value = settings.get(name)
        variable = chain.conversion.variables.by_name(single_variable(text(value)))
        if variable:
            tests.append(f"(as_number({variable}) == null || answer {sign} as_number({variable}))")
        else:
            bounds[ours] = _float(text(value))
    if settings.get("step") not in (None, "", 1, "any"):
        hows.append("the step between numbers is not checked")
    if settings.get("style") not in (None, "", "decimal"):
        hows.append("the number is shown as a plain one")
    _draw(chain, "number", "; ".join(hows), valid=" && ".join(tests), **bounds)


def draw_email(chain: Chain) -> None:
    _draw(chain, "email")


def draw_url(chain: Chain) -> None:
    _draw(chain, "text", pattern=URL)


def draw_phone(chain: Chain) -> None:
    country = text(chain.block.settings.get("defaultCountryCode")).upper()
    known = country if len(country) == 2 and country.isalpha() else ""
    _draw(chain, "phone", country=known)


def draw_date(chain: Chain) -> None:
    """A day, perhaps with its time; kept in the format of the block."""
    settings, hows = chain.block.settings, []
    if truth(settings.get("isRange")):
        hows.append("both dates are kept as they were written")
        _draw(chain, "text", "; ".join(hows), valid="moment_in(answer) != null")
        return
    has_time = truth(settings.get("hasTime"))
    form = _format(settings.get("format"), DATE_TIME if has_time else DATE)
    tests = ["moment_in(answer) != null"] if has_time else []
    for name, sign in (("min", ">="), ("max", "<=")):
        bound = text(settings.get(name))
        if DAY.fullmatch(bound):
            tests.append(f'moment(answer) {sign} moment("{bound}")')
        elif bound:
            hows.append(f"the bound {bound} is not checked")
    variable = chain.variable
    kind: AnswerType = "text" if has_time else "date"
    node = asked(chain, ask_params(chain, kind, valid=" && ".join(tests)))
    if variable:
        value = f'format_moment({variable}, "{form}")'
        chain.then("as_written", "set", Set(variables={variable: value}))
    draw_after_answer(chain)
    chain.told(node, "; ".join(hows))


def draw_time(chain: Chain) -> None:
    """A time of day; kept in the format of the block."""
    form, variable = _format(chain.block.settings.get("format"), TIME), chain.variable
    node = asked(chain, ask_params(chain, "time"))
    if variable and form != TIME:
        value = f'format_moment("2000-01-01T" + {variable}, "{form}")'
        chain.then("as_written", "set", Set(variables={variable: value}))
    draw_after_answer(chain)
    chain.told(node)


def draw_rating(chain: Chain) -> None:
    """A number of a scale, by default from 0 to 10."""
    settings = chain.block.settings
    labels, hows = mapping(settings.get("labels")), []
    if any(text(labels.get(name)).strip() for name in ("left", "right")):
        hows.append("the words at the ends of the scale are not shown")
    first = _float(text(settings.get("startsAt")))
    if settings.get("startsAt") and first is None:
        hows.append("the scale begins at 0")
    length = _float(text(settings.get("length"))) or 10
    lowest = 0.0 if first is None else first
    _draw(chain, "rating", "; ".join(hows), minimum=lowest, maximum=max(length, lowest + 1))


def draw_file(chain: Chain) -> None:
    """Files; their addresses are kept, with commas between."""
    settings, hows = chain.block.settings, []
    if truth(mapping(settings.get("allowedFileTypes")).get("isEnabled")):
        hows.append("files of every type are taken")
    if settings.get("isRequired") is False:
        hows.append("there is no button to go on without a file")
    variable, variables = chain.variable, chain.conversion.variables
    one = variables.own("sent_file", "The file that came with an answer.", "object")
    files = variables.own("sent_files", "Files that came with an answer.", "list")
    node = asked(chain, ask_params(chain, "file", variable=one, files=files))
    if variable:
        several = truth(settings.get("isMultipleAllowed"))
        value = f'join({files}.map(file, file.url), ", ")' if several else f"{one}.url"
        chain.then("addresses", "set", Set(variables={variable: value}))
    draw_after_answer(chain)
    chain.told(node, "; ".join(hows))


def _draw(chain: Chain, kind: AnswerType, how: str = "", **more: Any) -> None:
    node = asked(chain, ask_params(chain, kind, **more))
    draw_after_answer(chain)
    chain.told(node, how)


def _format(value: object, otherwise: str) -> str:
    """A pattern of a date or a time, as both platforms write it."""
    found = text(value).replace('"', "").replace("\\", "")
    return found if 0 < len(found) <= 60 else otherwise


def _float(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None
