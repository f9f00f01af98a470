"""Functions on telephone numbers: found in texts, and written as people of the country do."""

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import Scope, kind_of


def phone_in(scope: Scope, text: object, region: object = "") -> str:
    """The first telephone number in a text as `+34612345678`, "" where there is none.

    `region` is the country of numbers without a prefix, as `ES`; where it is not given, that
    of the person's own number.
    """
    import phonenumbers  # noqa: PLC0415 - large, and few expressions look for a phone number

    country = _text("phone_in", region) or _own_region(scope)
    matches = phonenumbers.PhoneNumberMatcher(
        _text("phone_in", text)[:1000], country or None, phonenumbers.Leniency.POSSIBLE
    )
    for match in matches:
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def phone_text(phone: object) -> str:
    """A number such as `+12024561111` as it is written in its country, `(202) 456-1111`; what
    is no such number stays as it is."""
    import phonenumbers  # noqa: PLC0415 - as above

    text = _text("phone_text", phone)
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def country_of(phone: str) -> str:
    """The country of a number such as `+12024561111`, as `US`; "" where it has none."""
    if not phone.startswith("+"):
        return ""
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        return str(phonenumbers.region_code_for_number(phonenumbers.parse(phone, None)) or "")
    except phonenumbers.NumberParseException:
        return ""


def _own_region(scope: Scope) -> str:
    try:
        contact = scope["contact"]
    except KeyError:
        return ""
    phone = contact.get("phone") if isinstance(contact, dict) else getattr(contact, "phone", "")
    return country_of(str(phone or ""))


def _text(function: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise ExpressionFault(f"{function} wants a text, found {kind_of(value)}")
