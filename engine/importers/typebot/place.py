"""Places on the canvas as in Typebot's editor: groups side by side, their nodes in columns."""

import msgspec

from engine.importers.typebot.conversion import Conversion
from engine.types.bot import Topic

WIDTH, STEP, GAP, SPREAD = 320.0, 150.0, 60.0, 1.15


def place_nodes(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, Topic]:
    """The topics with the layout of their groups and events."""
    placed = {}
    for bot in conversion.bots:
        name = conversion.topics[bot.id]
        if name not in topics:
            continue
        corners = {group.id: (group.x, group.y) for group in bot.groups}
        corners |= {f"event {one.id}": (one.x, one.y) for one in bot.events}
        starts = [(one.x, one.y) for one in bot.events if one.type == "start"]
        corners[""] = starts[0] if starts else (-WIDTH, 0.0)
        stacks: dict[str, list[str]] = {}
        for node in topics[name].nodes:
            stacks.setdefault(conversion.places.get(node, ("", "", 0))[1], []).append(node)
        # What begins the bot was drawn last of all.
        stacks.get("", []).sort(key=lambda node: conversion.places.get(node, ("", "", 0))[2])
        layout = _layout(stacks, corners)
        placed[name] = msgspec.structs.replace(topics[name], layout=layout)
    return placed


def _layout(
    stacks: dict[str, list[str]], corners: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Each group below what stands above it in its column."""
    layout: dict[str, tuple[float, float]] = {}
    bottoms: list[tuple[float, float]] = []
    for name in sorted(stacks, key=lambda one: (corners.get(one, (0, 0))[1], one)):
        left, top = corners.get(name, (-WIDTH, 0.0))
        x = left * SPREAD
        y = max([top, *(bottom for other, bottom in bottoms if abs(other - x) < WIDTH)])
        for index, node in enumerate(stacks[name]):
            layout[node] = (x, y + index * STEP)
        bottoms.append((x, y + len(stacks[name]) * STEP + GAP))
    return layout
