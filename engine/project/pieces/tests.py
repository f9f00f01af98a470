"""The pieces of a test file: its conversations by their titles."""

import re

from engine.project.pieces.path import Pieces

_BEGINNING = re.compile(r"(?m)^(?===)")


def of_test(text: str) -> Pieces | None:
    """The conversations, and what stands before them; None where two have one title."""
    sections = [part.strip("\n") for part in _BEGINNING.split(text) if part.strip("\n")]
    found = {f"[{section.splitlines()[0]}]": section for section in sections}
    return found if len(found) == len(sections) else None


def to_test(pieces: Pieces) -> str:
    """The text of such conversations."""
    return "\n\n".join(pieces.values()) + "\n"
