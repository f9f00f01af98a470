"""What a node does when it is entered and when it received: saying, and running actions."""

import re

import msgspec
from msgspec import Struct

from engine.importers.botpress.actions import ACTIONS, draw_custom
from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contents import draw_content
from engine.importers.botpress.source import Content
from engine.importers.dialogflow_es.tolerant import Mapping, mapping

INSTRUCTION = re.compile(r"\s*(?:(?P<server>[\w-]+):)?(?P<name>\S+)\s*(?P<args>.*)", re.DOTALL)
SAY = re.compile(r"\s*say\s+(?P<mark>[#@]!?)?(?P<name>\S+)\s*(?P<rest>.*)", re.DOTALL)


class Instruction(Struct, frozen=True):
    """A step as it is written: `say` of an element, or an action by name."""

    name: str
    says: bool
    args: Mapping
    rest: str = ""
    inline: bool = False


def parse(source: str) -> Instruction:
    """The parts of an instruction; arguments that are no JSON are none."""
    said = SAY.fullmatch(source)
    if said:
        inline = not (said["mark"] or "").endswith("!")
        return Instruction(said["name"], True, _arguments(said["rest"]), said["rest"], inline)
    found = INSTRUCTION.fullmatch(source)
    if found is None:
        return Instruction(source.strip(), False, {})
    return Instruction(found["name"], False, _arguments(found["args"]), found["args"])


def draw_instructions(chain: Chain, instructions: tuple[str, ...]) -> None:
    """The steps in a row."""
    for source in instructions:
        step = parse(source)
        if step.says:
            content = find_content(chain, step)
            if content is None:
                chain.to_do(
                    "content",
                    step.name,
                    source,
                    "the element of content is not in the export",
                    "write what the bot says here",
                )
            elif not draw_content(chain, content):
                chain.exact("content empty", content.id)
        else:
            draw_action(chain, step, source)


def find_content(chain: Chain, step: Instruction) -> Content | None:
    """The element that is said: by its id, or written out in the flow."""
    found = chain.conversion.bot.contents.get(step.name)
    if found is None and step.inline:
        data = step.args or ({"text": step.rest} if step.rest else {})
        if data:
            return Content(step.name, step.name.lstrip("#@!"), chain.sheet.flow.file, data)
    return found


def draw_action(chain: Chain, step: Instruction, source: str) -> None:
    """An action: one of Botpress's own, or the customer's."""
    draw = ACTIONS.get(step.name) or ACTIONS.get(step.name.rpartition("/")[2])
    if draw is not None:
        draw(chain, step.name, step.args)
    else:
        draw_custom(chain, step.name, step.args, source)


def _arguments(written: str) -> Mapping:
    try:
        return mapping(msgspec.json.decode(written)) if written.strip() else {}
    except (msgspec.DecodeError, RecursionError):
        return {}
