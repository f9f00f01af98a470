"""The groups of a Typebot drawn: each block a chain, then what joins them."""

import re
from collections.abc import Callable

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.naming import shortened
from engine.importers.typebot import bubbles, cards, choosing, inputs, listening, logic, services
from engine.importers.typebot.chain import Chain
from engine.importers.typebot.models import draw_model, is_model
from engine.importers.typebot.setting import draw_set_variable
from engine.importers.typebot.sheet import Sheet
from engine.importers.typebot.source import Block, Group
from engine.importers.typebot.texts import rich_text
from engine.nodes.say import Say
from engine.nodes.stop import Stop

Draw = Callable[[Chain], None]
BLOCKS: dict[str, Draw] = {
    "text": bubbles.draw_text,
    "image": bubbles.draw_media,
    "audio": bubbles.draw_media,
    "video": bubbles.draw_video,
    "embed": bubbles.draw_embed,
    "location": bubbles.draw_location,
    "text input": inputs.draw_text_input,
    "number input": inputs.draw_number,
    "email input": inputs.draw_email,
    "url input": inputs.draw_url,
    "date input": inputs.draw_date,
    "time input": inputs.draw_time,
    "phone number input": inputs.draw_phone,
    "rating input": inputs.draw_rating,
    "file input": inputs.draw_file,
    "choice input": choosing.draw_buttons,
    "picture choice input": choosing.draw_pictures,
    "cards": cards.draw_cards,
    "Set variable": draw_set_variable,
    "Condition": logic.draw_condition,
    "Redirect": bubbles.draw_redirect,
    "Code": logic.draw_script,
    "Typebot link": logic.draw_link,
    "Wait": logic.draw_wait,
    "AB test": logic.draw_test,
    "Jump": logic.draw_jump,
    "Return": logic.draw_return,
    "Webhook": services.draw_http,
    "webhook": listening.draw_webhook,
    "Zapier": services.draw_http,
    "Make.com": services.draw_http,
    "Pabbly": services.draw_http,
    "Email": services.draw_mail,
    "Chatwoot": services.draw_live_chat,
    "Google Analytics": services.draw_counter,
    "Pixel": services.draw_counter,
}
ASKING = {name for name in BLOCKS if name.endswith(" input")} | {"cards"}
# Why a kind has no counterpart, and what a person can do.
LEFT: dict[str, tuple[str, str]] = {
    "payment input": (
        "payments are not taken within a conversation here",
        "send a link to a page where one pays",
    ),
    "Google Sheets": (
        "spreadsheets are not read or written by a node",
        "call the sheet's service with an http node, or keep the table as an entity table",
    ),
}
# What counts as a word that is typed.
TYPED = re.compile(r"\w+", re.ASCII)
# The titles that Typebot gives by itself.
UNNAMED = re.compile(r"\s*(Group #\d+( copy)*|Start)?\s*")
TITLE_CHARS = 80
SPEED, MOST_S = 400.0, 3.0


def draw_groups(sheet: Sheet) -> None:
    """All blocks of a Typebot and the edges between them."""
    targets = _targets(sheet)
    for group in sheet.bot.groups:
        place = 0
        while place < len(group.blocks):
            place += _draw(sheet, group, place, targets)
    _leave(sheet)
    for start, port, spot in sheet.loose:
        name = sheet.entry(spot)
        if name:
            sheet.conversion.drawing.connect(sheet.topic, start, port, name)


def _draw(sheet: Sheet, group: Group, place: int, targets: set[str]) -> int:
    """Draws a block, or a bubble with the input that it asks for; how many were drawn."""
    chain = Chain(sheet, group, place)
    drawn = 1
    if _is_question(group, place, targets):
        chain = _with_question(chain, group, place)
        drawn = 2
    _draw_block(chain)
    if chain.first:
        sheet.first[group.id, place] = chain.first
        sheet.first[group.id, place + drawn - 1] = chain.first
        _pause(chain)
        if place == 0 and not sheet.conversion.drawing.title(sheet.topic, chain.first):
            # What a designer called the group stands where it begins.
            title = "" if UNNAMED.fullmatch(group.title) else shortened(group.title, TITLE_CHARS)
            sheet.conversion.drawing.name(sheet.topic, chain.first, title)
    chain.lead(chain.ends, sheet.after(group, place + drawn - 1))
    return drawn


def _leave(sheet: Sheet) -> None:
    """The end of the conversation, for a reply's flow that does not return."""
    drawing, ends = sheet.conversion.drawing, {}
    for group, start, port in sheet.leaving:
        if group not in ends:
            source = f"{sheet.bot.file}#{sheet.groups[group].title}"
            ends[group] = drawing.add(sheet.topic, "leave", "stop", Stop(what="all"), source=source)
            sheet.conversion.places[ends[group]] = (sheet.bot.id, group, 99)
        drawing.connect(sheet.topic, start, port, ends[group])


def _draw_block(chain: Chain) -> None:
    kind = chain.block.type
    draw = BLOCKS.get(kind)
    if kind == "start":
        return
    if draw is not None:
        draw(chain)
    elif is_model(kind):
        draw_model(chain)
    else:
        why, step = LEFT.get(kind, (f"the block {kind!r} has no counterpart", "draw what it did"))
        if kind not in LEFT and not _settings(chain.block):
            why, step = f"the block {kind!r} is not set up", "draw what it is meant to do"
        if chain.question:
            _say_question(chain)
        chain.to_do(kind, why, step)


def _settings(block: Block) -> Mapping:
    return {name: value for name, value in block.settings.items() if value not in (None, "", [])}


def _is_question(group: Group, place: int, targets: set[str]) -> bool:
    """Whether a bubble is the question of the input that follows it."""
    block = group.blocks[place]
    after = group.blocks[place + 1] if place + 1 < len(group.blocks) else None
    if block.type != "text" or block.edge or after is None:
        return False
    return after.type in ASKING and after.id not in targets and bool(rich_text(block.settings))


def _with_question(chain: Chain, group: Group, place: int) -> Chain:
    """The chain of the input, with the words of the bubble before it."""
    source = rich_text(chain.block.settings)
    words = chain.text(source)
    name = shortened(source, 40)
    asking = Chain(chain.sheet, group, place + 1)
    asking.question = words
    asking.bubble = (chain, name)
    return asking


def _say_question(chain: Chain) -> None:
    """The words before an input that has no counterpart are said."""
    chain.then("question", "say", Say(text=chain.question))


def _pause(chain: Chain) -> None:
    """The time that typing takes there, by the number of words."""
    sheet, block = chain.sheet, chain.group.blocks[chain.at]
    typing = mapping(sheet.bot.settings.get("typingEmulation"))
    words = next(iter(chain.question.values()), "")
    if block.type == "text":
        words = rich_text(block.settings)
    if not words or typing.get("enabled") is False:
        return
    speed, most = _float(typing.get("speed"), SPEED), _float(typing.get("maxDelay"), MOST_S)
    spot = (chain.group.id, chain.at - (1 if chain.question else 0))
    first = typing.get("isDisabledOnFirstMessage") is not False and spot == sheet.start
    count = len(TYPED.findall(words)) or len(words)
    seconds = 0.0 if first or speed <= 0 else min(count / speed * 60, most)
    milliseconds = round(seconds * 10) * 100
    sheet.conversion.drawing.pause(sheet.topic, chain.first, milliseconds)


def _float(value: object, otherwise: float) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable else otherwise  # type: ignore[arg-type]  # a number, as just looked at


def _targets(sheet: Sheet) -> set[str]:
    """The blocks that something leads to from elsewhere."""
    found = {edge.block for edge in sheet.bot.edges.values() if edge.block}
    for group in sheet.bot.groups:
        found |= {text(block.settings.get("blockId")) for block in group.blocks}
    return found
