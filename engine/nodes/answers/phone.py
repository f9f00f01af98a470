"""A phone number; the value is its E.164 form, such as +34612345678.

Without its country it is read as one of the question's country, else of the person's.
"""

from engine.nodes.answers.places import likely_region
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value


def read(text: str, _said: Said, question: Question, context: Context) -> Value:
    import phonenumbers  # noqa: PLC0415 - large, and few conversations ask for a phone number

    region = question.country.upper() or region_of_person(context)
    matches = phonenumbers.PhoneNumberMatcher(text[:1000], region or None)
    found = {
        phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        for match in matches
    }
    return found.pop() if len(found) == 1 else None


def region_of_person(context: Context) -> str:
    """The country of the person's own number, else of the bot's time zone or language."""
    import phonenumbers  # noqa: PLC0415 - as above

    if context.contact.phone.startswith("+"):
        try:
            number = phonenumbers.parse(context.contact.phone, None)
        except phonenumbers.NumberParseException:
            return likely_region(context)
        return phonenumbers.region_code_for_number(number) or likely_region(context)
    return likely_region(context)
