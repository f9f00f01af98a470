"""Messages as people see them on each channel: the rules of degradation one by one."""

import pytest

from engine.channels import CAPABILITIES
from engine.channels.fit import Fitted, fit
from engine.types.message import Card, Media, Message, Option, Place, Template

MENU = Message("¿Qué necesita?", options=tuple(Option(f"menu:o{n}", f"Opción {n}") for n in "1234"))
PAGE = Option("menu:web", "Ver la web", url="https://example.com")
LONG = Option("menu:long", "Quiero cambiar la fecha de una cita que ya pedí")
SHORT = Option("menu:no", "No")
PICTURE = Media("image", "https://example.com/a.png", caption="La sede norte")
SHOES = Card("Zapato", "Negro", "https://example.com/1.png", (Option("c:one", "Elegir"),))
BOOTS = Card("Bota", "Marrón", "https://example.com/2.png", (Option("c:two", "Elegir"),))


def on(channel: str, message: Message, language: str = "es") -> Fitted:
    return fit(message, CAPABILITIES[channel], language)


def texts(fitted: Fitted) -> list[str]:
    return [shown.message.text for shown in fitted.messages]


def codes(fitted: Fitted) -> list[str]:
    return [one.code for one in fitted.degradations]


def labels(fitted: Fitted) -> list[str]:
    return [option.label for shown in fitted.messages for option in shown.message.options]


def test_what_the_webchat_carries_stays_as_drawn() -> None:
    message = Message("Hola", MENU.options, (SHOES, BOOTS), (PICTURE,), Place(1, 2), wants="file")
    fitted = on("webchat", message)
    assert [shown.message for shown in fitted.messages] == [message]
    assert codes(fitted) == []


@pytest.mark.parametrize(
    ("channel", "options_as"),
    [
        ("whatsapp", "list"),
        ("messenger", "quick_replies"),
        ("telegram", "keyboard"),
        ("webchat", "buttons"),
        ("slack", "buttons"),
    ],
)
def test_four_options_become_what_the_channel_has(channel: str, options_as: str) -> None:
    (shown,) = on(channel, MENU).messages
    assert (shown.options_as, shown.message.options) == (options_as, MENU.options)


def test_three_options_are_buttons_on_whatsapp() -> None:
    fitted = on("whatsapp", Message("¿Sí?", options=MENU.options[:3]))
    assert fitted.messages[0].options_as == "buttons"
    assert codes(fitted) == []


def test_sms_numbers_the_options_and_remembers_which_they_are() -> None:
    (shown,) = on("sms", MENU).messages
    assert shown.message.text.splitlines()[:2] == ["¿Qué necesita?", "1. Opción 1"]
    assert shown.numbered == MENU.options


def test_quick_replies_have_no_number_as_none_would_choose_them() -> None:
    replies = (Option("hi:more", "Saber más", is_words=True), Option("hi:a", "Citas"))
    (shown,) = on("sms", Message("Hola", options=replies)).messages
    assert shown.message.text.splitlines() == ["Hola", "- Saber más", "2. Citas"]
    (spoken,) = on("voice", Message("Hola", options=replies)).messages
    assert spoken.message.text.splitlines() == ["Hola", "Saber más.", "Opción 2: Citas."]


@pytest.mark.parametrize(
    ("language", "line"),
    [("es", "Opción 1: No."), ("en", "Option 1: No."), ("pt", "Opção 1: No.")],
)
def test_the_phone_speaks_the_options(language: str, line: str) -> None:
    fitted = on("voice", Message("¿Algo más?", options=(SHORT, PAGE)), language)
    assert texts(fitted) == [f"¿Algo más?\n{line}\nVer la web."]
    assert fitted.degradations[0].lost == ("https://example.com",)


def test_ten_options_are_more_than_a_phone_has_keys() -> None:
    options = tuple(Option(f"n:{n}", f"Número {n}") for n in range(10))
    assert codes(on("voice", Message("¿?", options=options))) == ["options-spoken", "too-many-keys"]


def test_a_long_label_is_whole_in_the_list_of_whatsapp() -> None:
    fitted = on("whatsapp", Message("¿Qué hago?", options=(LONG, SHORT)))
    long, short = fitted.messages[0].message.options
    assert (long.label, long.description) == ("Quiero cambiar la fecha…", LONG.label)
    assert short == SHORT
    assert codes(fitted) == ["options-as-list", "labels-in-descriptions"]


def test_a_long_label_is_whole_in_the_text_where_there_is_no_list() -> None:
    fitted = on("messenger", Message("¿Qué hago?", options=(LONG, SHORT)))
    assert texts(fitted) == [f"¿Qué hago?\n1. {LONG.label}\n2. No"]
    assert labels(fitted) == ["1. Quiero cambiar l…", "2. No"]
    assert codes(fitted) == ["labels-cut"]


def test_labels_that_are_alike_once_cut_are_told_apart_by_number() -> None:
    twins = tuple(Option(f"n:{n}", f"Consultar el estado de mi pedido {n}") for n in (1, 2))
    assert len(set(labels(on("whatsapp", Message("¿?", options=twins))))) == 2


def test_equal_labels_are_told_apart_where_the_channel_refuses_them() -> None:
    twins = tuple(Option(f"n:{n}", "Pedido") for n in (1, 2))
    fitted = on("whatsapp", Message("¿Cuál?", options=twins))
    assert labels(fitted) == ["1. Pedido", "2. Pedido"]
    assert codes(fitted) == ["labels-alike"]
    assert labels(on("telegram", Message("¿Cuál?", options=twins))) == ["Pedido", "Pedido"]


def test_a_page_is_a_button_or_an_address() -> None:
    message = Message("Mire", options=(PAGE,))
    assert on("whatsapp", message).messages[0].options_as == "links"
    assert on("email", message).messages[0].options_as == "links"
    assert texts(on("sms", message)) == ["Mire\nVer la web: https://example.com"]
    mixed = on("whatsapp", Message("Mire", options=(SHORT, PAGE)))
    assert texts(mixed) == ["Mire\nVer la web: https://example.com"]
    assert labels(mixed) == ["No"]
    assert labels(on("telegram", Message("Mire", options=(SHORT, PAGE)))) == ["No", "Ver la web"]


def test_numbers_count_the_pages_too_as_conversations_do() -> None:
    (shown,) = on("messenger", Message("Mire", options=(PAGE, LONG))).messages
    assert shown.message.text.splitlines()[1:] == [
        "1. Ver la web: https://example.com",
        f"2. {LONG.label}",
    ]
    assert [option.label for option in shown.message.options] == ["2. Quiero cambiar l…"]


def test_files_come_before_what_is_to_be_answered() -> None:
    message = Message("¿Cuál?", options=(SHORT,), media=(PICTURE,))
    shown = on("whatsapp", message).messages
    assert [one.message for one in shown] == [Message(media=(PICTURE,)), message_without(message)]


def test_captions_have_no_place_on_messenger() -> None:
    fitted = on("messenger", Message(media=(PICTURE,)))
    assert texts(fitted) == ["", "La sede norte"]
    assert codes(fitted) == ["caption-apart"]


def test_a_file_becomes_its_address_where_it_cannot_be_shown_or_is_too_large() -> None:
    assert texts(on("sms", Message(media=(PICTURE,)))) == [f"La sede norte\n{PICTURE.url}"]
    large = Message(media=(Media("image", "https://example.com/b.png", size=6_000_000),))
    assert codes(on("whatsapp", large)) == ["media-too-large"]
    assert codes(on("telegram", large)) == []


def test_the_phone_says_what_a_picture_shows_and_names_what_is_lost() -> None:
    fitted = on("voice", Message(media=(PICTURE,)))
    assert texts(fitted) == ["La sede norte"]
    assert fitted.degradations[0].lost == (PICTURE.url,)


def test_a_place_becomes_text_where_there_are_no_maps() -> None:
    place = Message(place=Place(-2.19, -79.88, "Sede norte", "Av. 9 de Octubre"))
    assert on("telegram", place).messages[0].message == place
    (text,) = texts(on("messenger", place))
    assert text.splitlines()[:2] == ["Sede norte", "Av. 9 de Octubre"]
    assert text.endswith("query=-2.19,-79.88")


def test_the_location_is_asked_for_by_a_button_where_there_is_one() -> None:
    asked = Message("¿Dónde está?", wants="location")
    assert on("whatsapp", asked).messages[0].message == asked
    assert on("messenger", asked).messages[0].message == Message("¿Dónde está?")
    assert codes(on("messenger", asked)) == ["location-typed"]
    assert codes(on("voice", asked)) == ["location-said"]


def test_cards_come_one_below_the_other_with_their_buttons_on_telegram() -> None:
    fitted = on("telegram", Message("Mire", cards=(SHOES, BOOTS)))
    assert texts(fitted) == ["Mire", "", "Zapato\nNegro", "", "Bota\nMarrón"]
    assert labels(fitted) == ["Elegir", "Elegir"]


def test_cards_are_counted_through_where_there_are_no_buttons() -> None:
    (shown,) = on("sms", Message("Mire", cards=(SHOES, BOOTS))).messages
    assert shown.message.text.splitlines() == [
        "Mire",
        "",
        "Zapato",
        "Negro",
        "1. Elegir",
        "",
        "https://example.com/1.png",
        "",
        "Bota",
        "Marrón",
        "2. Elegir",
        "",
        "https://example.com/2.png",
    ]
    assert shown.numbered == (*SHOES.options, *BOOTS.options)


def test_quick_replies_of_cards_come_with_the_last_message() -> None:
    crowded = Card("Bota", options=tuple(Option(f"c:{n}", f"Talla {n}") for n in range(4)))
    fitted = on("messenger", Message(cards=(SHOES, crowded)))
    assert [len(shown.message.options) for shown in fitted.messages] == [0, 0, 5]
    assert labels(fitted)[:2] == ["1. Elegir", "2. Talla 0"]


def test_a_carousel_that_is_too_long_comes_in_several_of_nearly_one_size() -> None:
    fitted = on("whatsapp", Message(cards=(SHOES,) * 11))
    assert [len(shown.message.cards) for shown in fitted.messages] == [5, 6]
    assert codes(fitted) == ["cards-parted"]


def test_texts_are_parted_between_sentences() -> None:
    sentence = "Esta frase tiene exactamente cuarenta. "
    fitted = on("instagram", Message(sentence * 60))
    assert all(text.endswith("cuarenta.") for text in texts(fitted))
    assert all(len(text.encode()) <= 1000 for text in texts(fitted))
    assert codes(fitted) == ["text-split"]


def test_a_numbered_line_stays_whole() -> None:
    options = tuple(Option(f"n:{n}", f"Opción número {n}") for n in range(1, 60))
    lines = "\n".join(texts(on("instagram", Message("¿Cuál?", options=options)))).splitlines()
    assert lines == ["¿Cuál?", *(f"{n}. Opción número {n}" for n in range(1, 60))]


def test_only_the_last_part_is_as_short_as_buttons_need() -> None:
    fitted = on("whatsapp", Message("Una frase. " * 200, options=(SHORT,)))
    assert [len(text) for text in texts(fitted)] == [2045, 153]
    assert fitted.messages[-1].message.options == (SHORT,)


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("webchat", "**Hoy** y *no* mañana: [web](https://a.example/x_y_z)"),
        ("whatsapp", "*Hoy* y _no_ mañana: web (https://a.example/x_y_z)"),
        ("sms", "Hoy y no mañana: web (https://a.example/x_y_z)"),
        ("voice", "Hoy y no mañana: web"),
    ],
)
def test_markup_is_written_as_the_channel_does(channel: str, text: str) -> None:
    drawn = "**Hoy** y *no* mañana: [web](https://a.example/x_y_z)"
    assert texts(on(channel, Message(drawn))) == [text]


def test_sums_are_no_markup() -> None:
    assert texts(on("sms", Message("2*3*4 y a_b_c"))) == ["2*3*4 y a_b_c"]


def test_a_template_without_approval_leaves_its_values() -> None:
    template = Message(template=Template("cita", "es", ("Ana", "lunes")))
    assert on("whatsapp", template).messages[0].message == template
    fitted = on("sms", template)
    assert texts(fitted) == ["Ana lunes"]
    assert fitted.degradations[0].lost == ("cita",)


def message_without(message: Message) -> Message:
    return Message(message.text, options=message.options)
