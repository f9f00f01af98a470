"""What is kept for a person: a node that does nothing, with what stood there in its note."""

from engine.importers.composer.conversion import Flow
from engine.importers.composer.source import as_json
from engine.nodes.set import Set

TO_DO = "To do"
NOTE_CHARS = 3_000


def draw_to_do(flow: Flow, wish: str, what: str, body: object, why: str) -> str:
    """A node titled *To do* that holds the source's own text."""
    note = f"{why}\n\n{as_json(body)[:NOTE_CHARS]}"
    return flow.then(f"to_do_{wish}", "set", Set(), title=f"{TO_DO}: {what}", note=note)
