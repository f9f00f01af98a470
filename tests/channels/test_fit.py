"""What holds of every channel: nothing is lost that is not named, and no limit is passed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from messages import answers, got, held, messages

from engine.channels import CAPABILITIES
from engine.channels.counts import counts
from engine.channels.fit import Shown, fit
from engine.types.capability import Capability
from engine.types.message import Message

names = st.sampled_from(sorted(CAPABILITIES))
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(names, messages)
def test_nothing_is_lost_that_is_not_named(name: str, message: Message) -> None:
    found = got(fit(message, CAPABILITIES[name]))
    missing = [part for part in held(message) if part not in found]
    assert not missing


@many
@given(names, messages)
def test_every_choice_can_still_be_made(name: str, message: Message) -> None:
    fitted = fit(message, CAPABILITIES[name])
    offered = {
        option.id
        for shown in fitted.messages
        for option in (*shown.message.options, *shown.numbered)
    }
    offered |= {one for shown in fitted.messages for one in answers(shown.message)}
    assert answers(message) <= offered


@many
@given(names, messages)
def test_numbers_in_the_text_are_those_of_the_options(name: str, message: Message) -> None:
    fitted = fit(message, CAPABILITIES[name])
    text = "\n".join(shown.message.text for shown in fitted.messages)
    for shown in fitted.messages:
        for at, option in enumerate(shown.numbered, shown.first):
            word = option.label.split()[0]
            if not (option.url and CAPABILITIES[name].spoken):
                assert f"{at}. {word}" in text or f"Option {at}: {word}" in text


@many
@given(names, messages)
def test_no_limit_is_passed(name: str, message: Message) -> None:
    row = CAPABILITIES[name]
    fitted = fit(message, row)
    for shown in fitted.messages:
        over = [one for one in counts(shown, row) if one.limit and one.used > one.limit]
        assert not over
        assert_within(shown, row)
    assert all(set(one.words) == {"es", "en", "pt"} for one in fitted.degradations)


@many
@given(names, messages)
def test_what_was_fitted_fits(name: str, message: Message) -> None:
    row = CAPABILITIES[name]
    for shown in fit(message, row).messages:
        again = fit(shown.message, row).messages
        assert [one.message for one in again] == [shown.message]


def assert_within(shown: Shown, row: Capability) -> None:
    message = shown.message
    assert message != Message()
    assert all(one.kind in row.media for one in message.media)
    assert row.one_message or len(message.media) <= 1
    assert row.one_message or not (message.media and (message.text or message.options))
    assert bool(message.options) == bool(shown.options_as)
    assert len(message.options) <= {
        "": 0,
        "links": row.links,
        "list": row.rows,
        row.options_as: row.options,
    }.get(shown.options_as, 0)
    links = [option for option in message.options if option.url]
    assert len(links) <= row.links
    assert not links or row.mixes_links or len(links) == len(message.options)
    labels = [option.label for option in message.options]
    assert not row.labels_differ or len(set(labels)) == len(labels)
    assert message.place is None or row.shows_place
    assert message.template is None or row.templates
    if message.cards:
        assert row.cards_least <= len(message.cards) <= row.cards
        assert all(len(card.options) <= row.card_options for card in message.cards)
        assert not row.cards_alike or len({len(card.options) for card in message.cards}) == 1
        assert not row.cards_need_image or all(card.image for card in message.cards)
