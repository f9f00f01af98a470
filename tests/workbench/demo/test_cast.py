"""What people may do has to be what the bots have: nodes, buttons and intents by their ids."""

from pathlib import Path

import pytest

from engine.project.read import open_project
from workbench.demo.cast import people_folder, read_cast

BOTS = Path(__file__).parents[3] / "datasets" / "bots"


def nodes_of(bot):
    return {name: node for topic in bot.topics.values() for name, node in topic.nodes.items()}


def buttons(node):
    options = [*node.params.get("options", ())]
    for card in node.params.get("cards", ()):
        options += card.get("options", ())
    return {option["id"] for option in options}


@pytest.mark.parametrize("name", ["city", "clinic", "shop"])
def test_people_know_the_bot_that_they_talk_to(name):
    bot = open_project(BOTS / name).bots[name]
    nodes, cast = nodes_of(bot), read_cast(people_folder(), name)
    places = {*cast.menus, *cast.survey.nodes, *cast.services, *cast.answers}
    places |= {node for goal in cast.goals for node in (*goal.done, *goal.answers)}
    places |= {each.node for each in (*cast.broken_steps, *cast.experiments)}
    assert not places - nodes.keys()
    answers = [*cast.answers.items(), *(each for g in cast.goals for each in g.answers.items())]
    for node, answer in answers:
        assert answer.press.keys() <= buttons(nodes[node]), node
    assert {goal.meant for goal in cast.goals} - {""} <= nodes.keys()
    queues = {node.params["queue"] for node in nodes.values() if node.kind == "handoff"}
    assert queues <= {queue for agent in cast.desk.agents for queue in agent.queues}
    assert {name for each in cast.campaigns for name in each.goals} <= {g.name for g in cast.goals}
