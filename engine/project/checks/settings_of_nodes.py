"""Kinds that exist, settings that decode, and what each kind says of its own settings."""

from collections.abc import Iterator

from engine.nodes import KINDS
from engine.project.decode import nearest
from engine.project.draft import Draft
from engine.project.json_text import written
from engine.types.issue import Issue


def check(draft: Draft) -> Iterator[Issue]:
    for node in draft.nodes.values():
        if node.kind is None:
            message = f"the kind {node.node.kind!r} is unknown"
            remedy = nearest(node.node.kind, KINDS) or "choose one from the palette"
            yield node.issue("unknown-kind", "kind", message, remedy)
            continue
        for fault in node.faults:
            yield node.issue(fault.code, written(fault.path), fault.message, fault.remedy)
        if node.params is not None and node.kind.check is not None:
            for found in node.kind.check(node.params, draft.limits):
                yield node.issue(
                    found.code, found.path, found.message, found.remedy, found.severity
                )
        if node.node.pause_ms is not None and node.node.pause_ms < 0:
            message = f"a pause of {node.node.pause_ms} ms cannot be made"
            yield node.issue("negative-time", "pause_ms", message, "give 0 or more milliseconds")
