"""Language files: templates, intents with entities, questions with answers."""

import pytest

from engine.importers.composer.lg import read_lg
from engine.importers.composer.lu import read_lu, read_qna
from engine.importers.composer.render import Renderer, joined
from engine.importers.composer.tree import Joined, Literal, Name, Tree, Untranslatable

LG = """
> a remark
[import](common.lg) as shared
# Greet(name, mood)
- IF: ${mood == 'good'}
  - Hi ${name}!
- ELSEIF: ${mood == 'bad'}
  - Oh ${name}.
- ELSE:
  - Hello
  - Good day
# Day
- SWITCH: ${day}
- CASE: ${'sat'}
  - Rest
- DEFAULT:
  - Work
# Long
- ```
one
two ${name}
```
# Card
[HeroCard
    title = Title \\| here
    buttons = a | ${b || c} | d
    text = ```
several
lines
```
    ${Other()}
]
# Same = ${Greet('x', 'y')}
# Escaped
- \\[x\\] \\${no} a\\nb
# Loop
- ${Loop()}
"""


def test_templates_with_conditions_and_variations() -> None:
    found = read_lg(LG)
    assert not found.mistakes
    assert found.imports == [("common.lg", "shared")]
    greet = found.templates["Greet"]
    assert greet.parameters == ("name", "mood")
    assert [case.condition for case in greet.cases] == ["mood == 'good'", "mood == 'bad'", ""]
    assert greet.cases[2].variations == ("Hello", "Good day")
    assert [case.condition for case in found.templates["Day"].cases] == ["(day) == ('sat')", ""]
    assert found.templates["Long"].cases[0].variations == ("one\ntwo ${name}",)


def test_structures_with_lists_and_long_texts() -> None:
    card = read_lg(LG).templates["Card"].structure
    assert card is not None
    assert card.kind == "HeroCard"
    assert card.properties == {
        "title": ("Title | here",),
        "buttons": ("a", "${b || c}", "d"),
        "text": ("several\nlines",),
    }
    assert card.spread == ("${Other()}",)


def test_what_is_no_template_is_named() -> None:
    found = read_lg("# A\n- a\n# A\n- b\n# bad(\n# Empty\n")
    assert sorted(one.split(":")[0] for one in found.mistakes) == ["# A", "# Empty", "# bad("]
    assert found.templates["A"].cases[0].variations == ("a",)


def texts(source: str) -> list[tuple[Tree | None, list[Tree]]]:
    ways = Renderer(read_lg(LG).templates).ways(source)
    return [(way.when, [joined(one.parts) for one in way.choices]) for way in ways]


def test_parameters_take_their_places_and_known_conditions_are_decided() -> None:
    assert texts("${Greet('Ana', 'good')}") == [
        (None, [Joined((Literal("Hi "), Literal("Ana"), Literal("!")))])
    ]
    assert texts("${Greet(who, 'none')}") == [(None, [Literal("Hello"), Literal("Good day")])]
    (first, _second, third) = texts("${Greet(who, how)}")
    assert first[1] == [Joined((Literal("Hi "), Name("who"), Literal("!")))]
    assert third[0] is None


def test_variations_multiply_and_signs_are_read() -> None:
    assert len(texts("${Greet('a', 'b')} ${Greet('a', 'b')}")[0][1]) == 4
    (way,) = Renderer(read_lg(LG).templates).ways("${Escaped()}")
    (said,) = way.choices
    assert "".join(map(str, said.parts)) == "[x] ${no} a\nb"


def test_a_template_that_calls_itself_is_named() -> None:
    with pytest.raises(Untranslatable, match=r"calls itself|call themselves"):
        texts("${Loop()}")


def test_language_understanding() -> None:
    found = read_lu(
        "> remark\n# Book\n- fly to {city=Paris} on {@day = monday}\n- to {@city}\n"
        "@ list size =\n- small :\n  - little, tiny\n- big :\n"
        "@ regex code = /[A-Z]{3}/\n@ prebuilt number\n@ ml city hasRoles from, to\n"
        "@ phraselist verbs = go, fly\n$colour:red=\n- crimson\n[other](./other.lu)\n"
    )
    assert found.intents == {"Book": ["fly to Paris on monday"]}
    assert found.templates == {"Book": ["to {@city}"]}
    assert found.lists == {"size": {"small": ["little", "tiny"], "big": []},
                           "colour": {"red": ["crimson"]}}  # fmt: skip
    assert found.patterns == {"code": "[A-Z]{3}"}
    assert list(found.prebuilt) == ["number"]
    assert found.learned["city"] == ["Paris"]
    assert found.phrase_lists == {"verbs": "go, fly"}
    assert list(found.imports) == ["./other.lu"]


def test_questions_with_answers() -> None:
    pairs = read_qna(
        "> !# @qna.pair.source = x\n# ? How are you?\n- how do you do\n\n**Filters:**\n- a = b\n\n"
        "```markdown\nFine.\n\nThanks.\n```\n\n**Prompts:**\n- [And you?](#1)\n"
        "# ? Who?\n```\nMe.\n```\n"
    )
    assert [pair.questions for pair in pairs] == [("How are you?", "how do you do"), ("Who?",)]
    assert pairs[0].answer == "Fine.\n\nThanks."
    assert pairs[0].prompts == ("And you?",)
    assert pairs[0].filters == ("a = b",)
