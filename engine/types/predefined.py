"""The names that the platform fills for expressions and texts, with what each one holds."""

from msgspec import Struct

from engine.types.bot import ValueType


class Predefined(Struct, frozen=True):
    """A name that is always known. One that can be without a value says when."""

    type: ValueType
    description: str


PREDEFINED: dict[str, Predefined] = {
    "contact.id": Predefined("text", "the person's id on the channel"),
    "contact.name": Predefined("text", "the person's name; no value where the channel gives none"),
    "contact.first_name": Predefined("text", "the first word of that name"),
    "contact.phone": Predefined("text", "the phone number, if the channel gives it"),
    "contact.email": Predefined("text", "the e-mail address, if the channel gives it"),
    "contact.language": Predefined("text", "the language that the channel says the person has"),
    "contact.tags": Predefined("list", "the tags of the contact"),
    "channel": Predefined("text", "the channel of the conversation, such as `whatsapp`"),
    "language": Predefined("text", "the language of the conversation, such as `es`"),
    "bot.id": Predefined("text", "the bot's id"),
    "bot.name": Predefined("text", "the bot's name"),
    "message.text": Predefined("text", "the person's last message"),
    "message.choice": Predefined("text", "the id of the button that was pressed"),
    "message.media": Predefined("list", "the addresses of the files of the last message"),
    "message.intent": Predefined("text", "the intent that the last message was understood as"),
    "message.confidence": Predefined("number", "how sure that is, from 0 to 1"),
    "session.number": Predefined("number", "how many times the person has come, from 1"),
    "session.turn": Predefined("number", "the turn of the session, from 1"),
    "now": Predefined("datetime", "the moment, in the bot's time zone"),
    "today": Predefined("date", "the date there, as 2026-03-02"),
    "time": Predefined("time", "the time there, as 09:30"),
    "weekday": Predefined("number", "the day of the week there, Monday is 1"),
    "part_of_day": Predefined("text", "`morning`, `afternoon` or `evening` there"),
    "time_zone": Predefined("text", "the bot's time zone"),
    "topic": Predefined("text", "the topic of the last intent"),
    "agents.available": Predefined("number", "how many agents could take the conversation now"),
    "entities": Predefined("object", "what was found in the last message, by the entity's name"),
}
