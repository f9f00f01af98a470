"""What the context tells of the person: contact, fields and addresses."""

from engine.importers.rapidpro.survey import Survey
from engine.importers.rapidpro.values import Made, Untranslatable, member, quoted

# Channels of ours whose address there is of a scheme of that name; others are telephones.
SCHEMES = '["whatsapp", "facebook", "telegram", "instagram", "slack", "webchat", "viber", "line"]'
ADDRESSES = {"tel": "phone", "mailto": "email"}
# How many fields, or results, are read together at most.
MOST = 30


class Person:
    """The names under `contact`, `fields` and `urns`."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey

    def contact(self, keys: list[str]) -> Made:
        if not keys:
            return Made(_NAME.cel, "contact", _NAME.guard)
        first, rest = keys[0], keys[1:]
        if first == "fields":
            return self.field(rest)
        if first in CONTACT:
            return CONTACT[first]
        if first == "language":
            return self._language()
        if first == "urn":
            return self._urn([])
        if first == "urns":
            return self._urns(rest)
        if first in {"name", "first_name", "groups"}:
            return CONTACT[first]
        if first in UNKNOWN:
            raise Untranslatable(f"nothing is kept of 'contact.{first}'")
        return self.field(keys)

    def _language(self) -> Made:
        codes = {ours: theirs for theirs, ours in self.survey.codes.items() if ours}
        pairs = ", ".join(f"{quoted(ours)}: {quoted(theirs)}" for ours, theirs in codes.items())
        return Made(f"{{{pairs}}}[language]", "text")

    def field(self, keys: list[str]) -> Made:
        if not keys:
            return self._all_fields()
        known = not self.survey.export.fields or keys[0].lower() in self.survey.known_fields
        field = f"contact.{self.survey.field(keys[0])}"
        return Made(field, "text", f"has({field})", fails=not known)

    def _urn(self, keys: list[str]) -> Made:
        """An address as `scheme:path`; without a scheme the one of the conversation."""
        if not keys:
            here = f'({SCHEMES}.exists(item, item == channel) ? channel : "tel")'
            path = "(has(contact.phone) ? contact.phone : contact.id)"
            return Made(f'({here} + ":" + {path})', "text")
        scheme = "tel" if keys[0] in {"whatsapp", "phone"} else keys[0]
        if scheme in ADDRESSES:
            field = f"contact.{ADDRESSES[scheme]}"
            return Made(f'("{keys[0]}:" + {field})', "text", f"has({field})")
        field = f"contact.{self.survey.field(f'urn_{scheme}')}"
        return Made(f'("{scheme}:" + {field})', "text", f"has({field})")

    def address(self, keys: list[str]) -> Made:
        if not keys:
            raise Untranslatable("all addresses together cannot be read")
        return self._urn(keys)

    def _urns(self, keys: list[str]) -> Made:
        """All addresses of the person, as a list."""
        parts = [self._urn([scheme]) for scheme in ("tel", "mailto")]
        lists = [f"({one.guard} ? [{one.cel}] : [])" for one in parts]
        made = Made(f"({' + '.join(lists)})", "list")
        return made if not keys else member(made, keys[0])

    def _all_fields(self) -> Made:
        known = sorted(self.survey.known_fields - {""})
        if not 0 < len(known) <= MOST:
            raise Untranslatable(f"{len(known)} fields together cannot be read")
        parts = [(quoted(key), f"contact.{self.survey.field(key)}") for key in known]
        pairs = ", ".join(f"{key}: (has({path}) ? {path} : null)" for key, path in parts)
        labels = [self.survey.export.fields.get(key, (key, ""))[0] for key in known]
        lines = lines_of(
            [(label, path, path) for label, (_, path) in zip(labels, parts, strict=True)]
        )
        return Made(f"{{{pairs}}}", "object", spoken=lines)


def lines_of(parts: list[tuple[str, str, str]]) -> str:
    """Those that are there, a line each: a label, what must be there, and the text."""
    lines = [f'(has({there}) ? {quoted(f"{label}: ")} + {cel} : "")' for label, there, cel in parts]
    return f'join([{", ".join(lines)}].filter(item, item != ""), "\\n")'


_NAME = Made("contact.name", "text", "contact.name != null")
CONTACT: dict[str, Made] = {
    "name": _NAME,
    "first_name": Made('split(contact.name, " ")[0]', "text", _NAME.guard),
    "uuid": Made("contact.id", "text"),
    "id": Made("contact.id", "text"),
    "ref": Made("contact.id", "text"),
    "timezone": Made("time_zone", "text"),
    "groups": Made("contact.tags", "groups"),
    "tel": Made("contact.phone", "text", "contact.phone != null"),
    "tel_e164": Made("contact.phone", "text", "contact.phone != null"),
    "phone": Made("contact.phone", "text", "contact.phone != null"),
    "email": Made("contact.email", "text", "contact.email != null"),
    "mailto": Made("contact.email", "text", "contact.email != null"),
    "channel": Made("channel", "text"),
    # Who writes is neither blocked nor archived there.
    "status": Made('"active"', "text"),
}
UNKNOWN = frozenset({"created_on", "last_seen_on", "tickets", "ticket"})
