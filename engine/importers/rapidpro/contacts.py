"""Actions on the contact, on results and on labels."""

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, truth
from engine.importers.rapidpro.conversion import Chain
from engine.importers.rapidpro.languages import our_code
from engine.importers.rapidpro.results import plain
from engine.importers.rapidpro.translate import text_value, unless_error
from engine.importers.rapidpro.values import quoted
from engine.nodes.call import Call
from engine.nodes.set import Set
from engine.nodes.tag import Tag

URN_FIELDS = {"tel": "phone", "whatsapp": "phone", "mailto": "email"}


def draw_field(chain: Chain, action: Mapping) -> None:
    field = mapping(action.get("field"))
    key = text(field.get("key")) or text(field.get("name")) or "field"
    missed: list[str] = []
    made = chain.value(plain(action, "value"), missed)
    name = chain.conversion.survey.field(key)
    # An empty value clears the field, as it does there.
    value = text_value(made) if plain(action, "value").strip() else "null"
    params = Set(fields={name: value})
    node = chain.then(f"keep_{name}", "set", params, when=unless_error(made))
    chain.told("action set_contact_field", key, node, missed)
    _plan(chain, [key])


def draw_name(chain: Chain, action: Mapping) -> None:
    missed: list[str] = []
    made = chain.value(plain(action, "name"), missed)
    params = Set(fields={"name": text_value(made)})
    node = chain.then("keep_name", "set", params, when=unless_error(made))
    chain.told("action set_contact_name", text(action.get("name")), node, missed)


def draw_language(chain: Chain, action: Mapping) -> None:
    source = text(action.get("language"))
    survey = chain.conversion.survey
    code = survey.codes.get(source) or our_code(source)
    missed: list[str] = []
    how = ""
    if "@" in source or "<%" in source:
        cel = text_value(chain.value(source, missed))
        pairs = ", ".join(f"{quoted(a)}: {quoted(b)}" for a, b in survey.codes.items() if b)
        cel = f"{cel} in {{{pairs}}} ? {{{pairs}}}[{cel}] : {cel}"
    else:
        cel = quoted(code or source)
        if code not in survey.languages:
            how = f"the bot has no words in {source!r}; its language stays as it is"
    params = Set(language=cel)
    if not survey.speaks(source):
        how = "the workspace does not allow the language: it is kept, and not spoken"
        params = Set(fields={"language": cel})
    node = chain.then(f"speak_{source}", "set", params)
    chain.told("action set_contact_language", source, node, missed, how)


def draw_time_zone(chain: Chain, action: Mapping) -> None:
    zone, missed = text(action.get("timezone")), list[str]()
    field = chain.conversion.survey.field("timezone")
    made = chain.value(zone, missed)
    node = chain.then("keep_time_zone", "set", Set(fields={field: text_value(made)}))
    how = "kept as a field of the contact; the bot's clock is the same for all"
    chain.told("action set_contact_timezone", zone, node, missed, how)


def draw_channel(chain: Chain, action: Mapping) -> None:
    channel = text(mapping(action.get("channel")).get("name"))
    field = chain.conversion.survey.field("preferred_channel")
    node = chain.then("keep_channel", "set", Set(fields={field: quoted(channel)}))
    how = "kept as a field; the conversation goes on where it is"
    chain.told("action set_contact_channel", channel, node, [], how)


def draw_urn(chain: Chain, action: Mapping) -> None:
    scheme, missed = text(action.get("scheme")), list[str]()
    survey = chain.conversion.survey
    field = URN_FIELDS.get(scheme) or survey.field(f"urn_{scheme}")
    made = chain.value(text(action.get("path")), missed)
    node = chain.then(f"keep_{field}", "set", Set(fields={field: text_value(made)}))
    how = "" if scheme in URN_FIELDS else "kept as a field; the contact cannot be reached by it"
    chain.told("action add_contact_urn", scheme, node, missed, how)


def draw_groups(chain: Chain, action: Mapping) -> None:
    kind = text(action.get("type"))
    missed: list[str] = []
    names = [
        text(one.get("name")) or text(one.get("name_match"))
        for one in mappings(action.get("groups"))
    ]
    tags = tuple(chain.template(name, missed) for name in names if name.strip())
    how = ""
    if kind == "add_contact_groups":
        node = chain.then("join", "tag", Tag(add=tags))
        _plan(chain, [field for name in names for field in chain.conversion.planned.get(name, ())])
    else:
        if truth(action.get("all_groups")):
            known = [
                group.name for group in chain.conversion.export.groups.values() if not group.query
            ]
            tags = tuple(dict.fromkeys([*known, *tags]))
            how = "leaves the groups that the export names; there is no way to leave all"
        node = chain.then("leave", "tag", Tag(remove=tags))
    chain.told(f"action {kind}", ", ".join(names) or "all groups", node, missed, how)


def _plan(chain: Chain, keys: list[str]) -> None:
    """Plans the events of campaigns anew that follow the dates in these fields."""
    for key in dict.fromkeys(keys):
        if key in chain.conversion.plans:
            chain.then(f"plan_by_{key}", "call", Call(target=chain.conversion.plans[key]))


def draw_labels(chain: Chain, action: Mapping) -> None:
    missed: list[str] = []
    names = [
        text(one.get("name")) or text(one.get("name_match"))
        for one in mappings(action.get("labels"))
    ]
    tags = tuple(chain.template(f"label: {name}", missed) for name in names if name)
    node = chain.then("label", "tag", Tag(add=tags))
    how = "tags the contact; single messages have no labels here"
    chain.told("action add_input_labels", ", ".join(names), node, missed, how)


def draw_status(chain: Chain, action: Mapping) -> None:
    status = text(action.get("status"))
    node = chain.then(f"status_{status}", "tag", Tag(add=(f"status: {status}",)))
    how = "tags the contact; a contact cannot be blocked here"
    chain.told("action set_contact_status", status, node, [], how)


def draw_profile(chain: Chain, action: Mapping) -> None:
    """Glific: several people with one telephone."""
    missed: list[str] = []
    value = text_value(chain.value(plain(action, "value"), missed))
    kind = text(action.get("profile_type"))
    name = chain.conversion.survey.field("profile")
    node = chain.then("profile", "set", Set(fields={name: value}))
    how = f"{kind or 'the profile'} is kept as a field; a contact has one profile here"
    chain.told("action set_contact_profile", kind, node, missed, how)
