"""What holds of diff and merge whatever was edited: sample bots, changed at random."""

import json
from collections.abc import Iterable

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from random_edits import SAMPLES, Edit, are_apart, edited, edits, odd_projects, sample
from random_projects import projects

from engine.project.diff import Change, by_node, diff, words
from engine.project.merge import Merged, Side, conflict_words, merge, resolve
from engine.types.bot import Project

patient = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Sides = tuple[str, list[Edit], list[Edit]]


@st.composite
def sides(draw: st.DrawFn) -> Sides:
    """A sample bot and what two people do to it."""
    name = draw(st.sampled_from(SAMPLES))
    bot = sample(name).bots[name]
    one, other = (draw(st.lists(edits(bot), max_size=4)) for _ in range(2))
    return name, one, other


def meaning(changes: Iterable[Change]) -> set[str]:
    """The changes without the numbers of items, which another's changes may shift."""
    bare = (
        structs.replace(one, location=structs.replace(one.location, path="")) for one in changes
    )
    return {msgspec.json.encode(one, order="sorted").decode() for one in bare}


def undrawn(project: Project) -> Project:
    """The project without what a diff does not count: where things are drawn, phrases' order."""
    bots = {}
    for name, bot in project.bots.items():
        topics = {}
        for id_, topic in bot.topics.items():
            comments = tuple(
                sorted(
                    (structs.replace(one, x=0, y=0) for one in topic.comments),
                    key=lambda one: one.text,
                )
            )
            topics[id_] = structs.replace(topic, layout={}, comments=comments)
        sets = {
            field: tuple(sorted(getattr(bot, field)))
            for field in ("expertise", "queues", "secrets", "channels")
        }
        bots[name] = structs.replace(bot, topics=topics, **sets)
    return structs.replace(project, bots=bots)


@settings(patient, max_examples=30)
@given(projects(), projects())
def test_a_diff_is_empty_where_both_are_equal_but_for_their_drawing(
    one: Project, other: Project
) -> None:
    assert diff(one, one) == ()
    assert (diff(one, other) == ()) == (undrawn(one) == undrawn(other))


@patient
@given(sides())
def test_a_diff_says_what_each_way_does(given: Sides) -> None:
    name, one, other = given
    project = sample(name)
    before, after = edited(project, one), edited(project, other)
    there, back = diff(before, after), diff(after, before)
    opposite = {"added": "removed", "removed": "added"}
    turned = [
        structs.replace(
            change,
            kind=opposite.get(change.kind, change.kind),
            before=change.after,
            after=change.before,
        )
        for change in back
    ]
    bare = [structs.replace(c, location=structs.replace(c.location, topic="")) for c in turned]
    forth = [structs.replace(c, location=structs.replace(c.location, topic="")) for c in there]
    assert meaning(bare) == meaning(forth)
    assert (there == ()) == (undrawn(before) == undrawn(after))
    for change in there:
        assert len({words(change, language) for language in ("es", "en", "pt")}) == 3
        json.dumps(msgspec.to_builtins(change))
    nodes = {id_ for bot in before.bots.values() for t in bot.topics.values() for id_ in t.nodes}
    nodes |= {id_ for bot in after.bots.values() for t in bot.topics.values() for id_ in t.nodes}
    assert {node for _, node in by_node(there).nodes} <= nodes


@patient
@given(sides())
def test_merging_with_no_change_gives_the_other_side(given: Sides) -> None:
    name, one, _ = given
    project = sample(name)
    changed = edited(project, one)
    for ours, theirs in ((project, changed), (changed, project), (changed, changed)):
        merged = merge(project, ours, theirs)
        assert merged.conflicts == ()
        assert merged.project == changed


@patient
@given(odd_projects, odd_projects, odd_projects)
def test_whatever_files_hold_can_be_compared_and_merged(
    base: Project, ours: Project, theirs: Project
) -> None:
    assert diff(base, base) == ()
    for change in diff(ours, theirs):
        words(change)
    assert merge(base, base, theirs).project == theirs
    assert merge(base, ours, base).project == ours
    assert merge(base, ours, ours).project == ours
    turned = merge(base, theirs, ours)
    settled = settle(base, ours, theirs, "theirs")
    assert diff(settled.project, turned.project) == ()
    for conflict in turned.conflicts:
        conflict_words(conflict)


@settings(patient, max_examples=30)
@given(projects(), projects())
def test_merging_any_projects_with_no_change_gives_the_other_side(
    base: Project, changed: Project
) -> None:
    for ours, theirs in ((base, changed), (changed, base), (changed, changed)):
        merged = merge(base, ours, theirs)
        assert merged.conflicts == ()
        assert merged.project == changed


@patient
@given(sides())
def test_edits_apart_never_conflict_and_nothing_is_lost(given: Sides) -> None:
    name, one, other = given
    project = sample(name)
    assume(are_apart(one, other))
    ours, theirs = edited(project, one), edited(project, other)
    merged = merge(project, ours, theirs)
    assert [conflict_words(conflict) for conflict in merged.conflicts] == []
    changes = meaning(diff(project, ours)) | meaning(diff(project, theirs))
    assert meaning(diff(project, merged.project)) == changes


@patient
@given(sides())
def test_a_merge_does_not_depend_on_whose_side_is_ours(given: Sides) -> None:
    name, one, other = given
    project = sample(name)
    ours, theirs = edited(project, one), edited(project, other)
    turned = merge(project, theirs, ours)
    settled = settle(project, ours, theirs, "theirs")
    assert diff(settled.project, turned.project) == ()
    assert {c.key for c in settled.conflicts} == {c.key for c in turned.conflicts}
    choices: dict[str, Side] = {conflict.key: "theirs" for conflict in settled.conflicts}
    assert resolve(merge(project, ours, theirs), choices) == settled.project


def settle(base: Project, ours: Project, theirs: Project, side: Side) -> Merged:
    """The merge with all conflicts settled alike, also those that settling brings up."""
    choices: dict[str, Side] = {}
    merged = merge(base, ours, theirs)
    while new := {conflict.key for conflict in merged.conflicts} - choices.keys():
        choices |= dict.fromkeys(new, side)
        merged = merge(base, ours, theirs, choices)
    return merged


@patient
@given(sides())
def test_a_merge_leads_nowhere_only_where_a_side_did(given: Sides) -> None:
    name, one, other = given
    project = sample(name)
    ours, theirs = edited(project, one), edited(project, other)
    merged = merge(project, ours, theirs)
    for side in ("base", "ours", "theirs"):
        found = resolve(merged, {conflict.key: side for conflict in merged.conflicts})
        assert dangling(found) <= dangling(ours) | dangling(theirs)
    for conflict in merged.conflicts:
        assert len({conflict_words(conflict, language) for language in ("es", "en", "pt")}) == 3


def dangling(project: Project) -> set[tuple[str, str, str]]:
    (bot,) = project.bots.values()
    nodes = {id_: node for topic in bot.topics.values() for id_, node in topic.nodes.items()}
    return {
        (id_, port, target)
        for id_, node in nodes.items()
        for port, target in node.edges.items()
        if target not in nodes
    }
