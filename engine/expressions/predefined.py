"""The names that every expression of a bot can read, besides its variables and constants."""

from msgspec import Struct


class Predefined(Struct, frozen=True):
    """A name, its type, an example as an expression, and what it means."""

    name: str
    type: str
    example: str
    meaning: str


# What the interpreter's scope gives; a test holds the two together.
PREDEFINED: tuple[Predefined, ...] = (
    Predefined("contact.id", "text", '"51999888777"', "the person's id on the channel"),
    Predefined("contact.name", "text", '"Ana Ruiz"', "the person's name, where it is known"),
    Predefined("contact.first_name", "text", '"Ana"', "the first word of the name"),
    Predefined("contact.phone", "text", '"+51999888777"', "the phone, where it is known"),
    Predefined("contact.email", "text", '"ana@example.org"', "the mail, where it is known"),
    Predefined("contact.language", "text", '"es"', "the language the channel told"),
    Predefined("contact.tags", "list", '["vip"]', "the tags of the contact"),
    Predefined("channel", "text", '"webchat"', "the channel of the conversation"),
    Predefined("language", "text", '"es"', "the language of the conversation"),
    Predefined("bot.id", "text", '"clinic"', "the bot that answers"),
    Predefined("bot.name", "text", '"Clínica Sol"', "its name"),
    Predefined("message.text", "text", '"quiero una cita"', "the last message"),
    Predefined(
        "message.choice", "text", '"yes"', "the id of the button that was pressed, or empty"
    ),
    Predefined("message.media", "list", '["https://example.org/a.jpg"]', "addresses of sent files"),
    Predefined("message.media_kinds", "list", '["image"]', "what each of them is"),
    Predefined(
        "message.place",
        "object",
        '{"latitude": 40.4, "longitude": -3.7, "name": "", "address": ""}',
        "the place that was sent, where one was",
    ),
    Predefined("message.intent", "text", '"book"', "the intent that was understood"),
    Predefined("message.confidence", "number", "0.93", "how sure that was, from 0 to 1"),
    Predefined("session.number", "number", "2", "which session with this person, from 1"),
    Predefined("session.messages", "number", "3", "messages of the person in this session"),
    Predefined("session.waiting", "yes_no", "true", "whether a question was open before this turn"),
    Predefined("event.name", "text", '"payment"', "the event that began this turn, or empty"),
    Predefined("event.data", "object", '{"amount": 20}', "what it told"),
    Predefined("session.turn", "number", "5", "which turn; timers and answers count too"),
    Predefined(
        "now", "datetime", 'timestamp("2026-11-23T15:30:00-05:00")', "the moment, in the bot's zone"
    ),
    Predefined("today", "date", '"2026-11-23"', "the date in the bot's time zone"),
    Predefined("time", "time", '"15:30"', "the time in the bot's time zone"),
    Predefined("weekday", "number", "1", "1 for Monday to 7 for Sunday"),
    Predefined(
        "part_of_day", "text", '"afternoon"', "morning (from 5), afternoon (12), evening (19)"
    ),
    Predefined("time_zone", "text", '"America/Lima"', "the bot's time zone"),
    Predefined("topic", "text", '"appointments"', "the topic the conversation is in"),
    Predefined("agents.available", "number", "3", "people who could take the conversation now"),
    Predefined("entities", "object", '{"size": "large"}', "values found in the last message"),
    Predefined(
        "mentions",
        "object",
        '{"size": [{"value": "large", "text": "big", "start": 2, "end": 5, "confidence": 1.0}]}',
        "all of them, each with its words and place in the message",
    ),
)

# The same as `infer` wants it.
PREDEFINED_TYPES: dict[str, str] = {one.name: one.type for one in PREDEFINED}
