"""What each thing in an export of Amazon Lex becomes, of V1 and of V2."""

import json
import zipfile
from pathlib import Path

import pytest
from lex_export import (
    FLOWERS,
    bot_of,
    bot_v1,
    group,
    imported,
    intent,
    nodes_of,
    said,
    slot,
    talk,
    write,
    write_v2,
)

from engine.importers import import_bot
from engine.types.issue import TertuliaError

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "lex"
ORDER = intent(
    "OrderFlowers",
    "I would like to order flowers",
    "please send me {FlowerType}",
    "I want to buy {FlowerType} for the weekend",
    slots=[
        slot("PickupDate", "AMAZON.DATE", "What day should the {FlowerType} be ready?", priority=2),
        slot("FlowerType", "FlowerTypes", "What type of flowers?", priority=1),
        slot("Note", "AMAZON.NUMBER", "", slotConstraint="Optional", priority=3),
    ],
    confirmationPrompt={**said("Shall I order {FlowerType} for {PickupDate}?"), "maxAttempts": 2},
    rejectionStatement=said("Okay, I will not place your order."),
    conclusionStatement=said("Your {FlowerType} are ordered."),
)
DAY = "@ time: 2026-03-02 09:30\n"


def test_slots_are_asked_in_their_order_confirmed_and_concluded(tmp_path: Path) -> None:
    found = imported(write(tmp_path, bot_v1(ORDER)))
    outcome = talk(
        found,
        DAY
        + """
> I would like to order flowers
< What type of flowers?
> roses please
< What day should the roses be ready?
> tomorrow
< Shall I order roses for 2026-03-03?
> yes
< Your roses are ordered.
""",
    )
    assert outcome.differences == ()


def test_what_the_message_says_is_not_asked_and_a_no_is_taken(tmp_path: Path) -> None:
    found = imported(write(tmp_path, bot_v1(ORDER)))
    outcome = talk(
        found,
        DAY
        + """
> please send me tulips
< What day should the tulips be ready?
> tomorrow
< Shall I order tulips for 2026-03-03?
> no
< Okay, I will not place your order.
> please send me tulips
< What day should the tulips be ready?
""",
    )
    assert outcome.differences == ()


def test_who_is_not_understood_is_asked_so_often_then_let_go(tmp_path: Path) -> None:
    found = imported(write(tmp_path, bot_v1(ORDER)))
    outcome = talk(
        found,
        """
> zxcv qwer
< Could you say that again?
> zxcv qwer
< Could you say that again?
> zxcv qwer
< Sorry, goodbye.
> I would like to order flowers
< What type of flowers?
> qwer
< What type of flowers?
> qwer
< Sorry, goodbye.
""",
    )
    assert outcome.differences == ()


def test_programs_are_calls_to_be_filled_in(tmp_path: Path) -> None:
    uri = "arn:aws:lambda:us-east-1:123456789012:function:placeOrder"
    hook = {"uri": uri, "messageVersion": "1.0"}
    fulfil = {"type": "CodeHook", "codeHook": hook}
    made = {**ORDER, "fulfillmentActivity": fulfil, "dialogCodeHook": hook}
    found = imported(write(tmp_path, bot_v1(made)))
    nodes = nodes_of(found)
    assert bot_of(found).constants["place_order_url"].value == ""
    assert "123456789012" not in str(found)
    body = str(nodes["order_flowers_fulfil"].params["body"])
    assert '"FlowerType": ${has(flower_type) ? flower_type.value : null}' in body
    assert any(node.title.startswith("To do: check") for node in nodes.values())
    unmapped = [entry.name for entry in found.report.entries if entry.outcome == "unmapped"]
    assert "placeOrder (dialog)" in unmapped


def test_cards_are_buttons_that_say_their_value(tmp_path: Path) -> None:
    buttons = [{"text": "Roses", "value": "roses"}]
    card = {"genericAttachments": [{"title": "Pick", "subTitle": "one", "buttons": buttons}]}
    prompt = {**said("What type of flowers?"), "maxAttempts": 1, "responseCard": json.dumps(card)}
    made = {
        **ORDER,
        "slots": [slot("FlowerType", "FlowerTypes", "", valueElicitationPrompt=prompt)],
    }
    found = imported(write(tmp_path, bot_v1(made)))
    ask = nodes_of(found)["order_flowers_flower_type"]
    assert ask.params["options"] == [
        {"id": "roses", "label": {"en": "Roses"}, "says": {"en": "roses"}}
    ]
    assert ask.params["once"] is True


def test_open_lists_keep_any_answer(tmp_path: Path) -> None:
    opened = {**FLOWERS, "valueSelectionStrategy": "ORIGINAL_VALUE"}
    found = imported(write(tmp_path, bot_v1(ORDER, slotTypes=[opened])))
    outcome = talk(
        found,
        """
> I would like to order flowers
< What type of flowers?
> orchids
< What day should the orchids be ready?
""",
    )
    assert outcome.differences == ()


def test_a_zip_and_lone_resources_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bot.zip", "w") as archive:
        archive.writestr("intent.json", json.dumps({**bot_v1(), "resource": ORDER}))
        archive.writestr("type.json", json.dumps({**bot_v1(), "resource": FLOWERS}))
    found = imported(tmp_path / "bot.zip")
    assert "order_flowers" in nodes_of(found)
    assert set(bot_of(found).entities) == {"flower_types"}


def v2(locale: str, hello: str, question: str, done: str) -> dict[str, object]:
    """A locale with one intent of one slot."""
    base = f"BotLocales/{locale}"
    asks = {"messageGroupsList": [group(question)], "maxRetries": 0}
    confirms = {"promptSpecification": {"messageGroupsList": [group("{Type}?")], "maxRetries": 1}}
    return {
        f"{base}/BotLocale.json": {"name": locale, "nluConfidenceThreshold": 0.4},
        f"{base}/Intents/Order/Intent.json": {
            "name": "Order",
            "sampleUtterances": [{"utterance": f"{hello} {{Type}}"}, {"utterance": hello}],
            "slotPriorities": [{"priority": 1, "slotName": "Type"}],
            "intentConfirmationSetting": {
                **confirms,
                "declinationResponse": {"messageGroupsList": [group("-")]},
            },
            "intentClosingSetting": {
                "isActive": True,
                "closingResponse": {"messageGroupsList": [group(done)]},
            },
        },
        f"{base}/Intents/Order/Slots/Type/Slot.json": {
            "name": "Type",
            "slotTypeName": "Kinds",
            "valueElicitationSetting": {
                "slotConstraint": "Required",
                "promptSpecification": asks,
            },
        },
        f"{base}/Intents/FallbackIntent/Intent.json": {
            "name": "FallbackIntent",
            "parentIntentSignature": "AMAZON.FallbackIntent",
            "intentClosingSetting": {
                "closingResponse": {"messageGroupsList": [group("What was that?")]}
            },
        },
        f"{base}/SlotTypes/Kinds/SlotType.json": {
            "name": "Kinds",
            "slotTypeValues": [{"sampleValue": {"value": "rosa"}, "synonyms": [{"value": "rose"}]}],
            "valueSelectionSetting": {"resolutionStrategy": "TOP_RESOLUTION"},
        },
    }


def test_v2_joins_its_locales(tmp_path: Path) -> None:
    files = {
        "Bot.json": {"name": "Flowers", "idleSessionTTLInSeconds": 600},
        **v2("en_US", "order some flowers now", "Which?", "Done: {Type}."),
        **v2("es_ES", "quiero pedir unas flores", "¿Cuál?", "Hecho: {Type}."),
    }
    found = imported(write_v2(tmp_path, files))
    bot = bot_of(found)
    assert bot.languages == ("en", "es")
    assert bot.session_timeout_s == 600
    for language, lines in {
        "en": "> order some flowers now\n< Which?\n> rose\n< rosa?\n> yes\n< Done: rosa.\n",
        "es": "> quiero pedir unas flores\n< ¿Cuál?\n> rose\n< rosa?\n> sí\n< Hecho: rosa.\n",
    }.items():
        assert talk(found, f"@ language: {language}\n{lines}").differences == ()
    lines = "> order some flowers now\n< Which?\n> zxcv\n< What was that?\n"
    assert talk(found, lines).differences == ()


def test_v2_exports_spell_slots_as_their_documentation_does(tmp_path: Path) -> None:
    files = v2("en_US", "order some flowers now", "Which?", "Done: {Type}.")
    path = "BotLocales/en_US/Intents/Order/Slots/Type/Slot.json"
    files[path] = {
        "name": "Type",
        "slotTypeName": "Kinds",
        "slotConstraint": "Required",
        "defaultValueSpec": None,
        "multipleValuesSetting": {"allowMutlipleValues": False},
        "slotValueElicitationSetting": {
            "promptSpecification": {"messageGroupList": [group("Which?")], "maxRetries": 2},
            "sampleValueElicitingUtterances": None,
        },
    }
    found = imported(write_v2(tmp_path, {"Bot.json": {"name": "Flowers"}, **files}))
    lines = "> order some flowers now\n< Which?\n> rose\n< rosa?\n> yes\n< Done: rosa.\n"
    assert talk(found, lines).differences == ()
    assert {one.kind: one.outcome for one in found.report.entries}["slots"] == "exact"


def test_a_broken_part_is_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    files = v2("en_US", "order some flowers now", "Which?", "Done.")
    folder = write_v2(tmp_path, files)
    broken = folder / "Flowers/BotLocales/en_US/SlotTypes/Kinds/SlotType.json"
    broken.write_text('{"name": "Kin')
    found = imported(folder)
    told = [entry for entry in found.report.entries if entry.kind == "files"]
    assert [entry.outcome for entry in told] == ["unmapped"]
    assert "order" in nodes_of(found)


def test_an_export_without_intents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TertuliaError, match="not one intent can be read"):
        import_bot("lex", write(tmp_path, bot_v1()))


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}")
def test_the_sample_of_the_corpus_is_imported() -> None:
    found = imported(CORPUS / "robo-advisor")
    lines = """
> I want to invest for my retirement
< How old are you?
> 40
< Thank you for trusting me to help, could you please give me your name?
> Ana
< How much do you want to invest?
> 5000
< ...
"""
    assert talk(found, lines).differences == ()
