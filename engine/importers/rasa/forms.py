"""Forms: a topic each, with a question for every slot that it requires."""

from engine.importers.naming import Names, readable
from engine.importers.rasa.actions import is_custom, mark_loop
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.draw_programs import draw_acts
from engine.importers.rasa.entities import KNOWN
from engine.importers.rasa.form_programs import Check, check_of, required_slots
from engine.importers.rasa.programs import acts_of
from engine.importers.rasa.read_python import fillings_of
from engine.importers.rasa.replies import option
from engine.importers.rasa.situations import Feature, value_of
from engine.importers.rasa.source import Button, Filling, Form, Response
from engine.importers.rasa.texts import literal, quoted, template
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.choices import Choices
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams
from engine.nodes.set import Set
from engine.types.value import Text


def asked_slots(conversion: Conversion, form: Form) -> tuple[str, ...]:
    """The slots that a form asks for; where nothing else says, those that have words."""
    if form.slots:
        return tuple(name for name, _ in form.slots)
    if required := _required(conversion, form):
        return tuple(required)
    asked = [
        name.removeprefix("utter_ask_").removeprefix(f"{form.name}_")
        for name in conversion.training.responses
        if name.startswith("utter_ask_")
    ]
    known = [name for name in asked if name in conversion.training.slots]
    return tuple(dict.fromkeys(known))


def question_of(conversion: Conversion, form: Form, slot: str) -> Response | None:
    """The words with which a form asks for a slot."""
    responses = conversion.training.responses
    return responses.get(f"utter_ask_{form.name}_{slot}") or responses.get(f"utter_ask_{slot}")


def _required(conversion: Conversion, form: Form) -> dict[str, str]:
    """The slots that a form's program names, each with the condition under which it asks."""
    program = conversion.training.programs.get(form.name)
    return dict(required_slots(program, conversion.known)) if program else {}


def draw_form(conversion: Conversion, form: Form) -> None:
    """The questions one after another; each is passed by where its slot is known."""
    topic = conversion.topic_of[form.name]
    flow = Flow(conversion, topic, form.place, [])
    interrupting = _interrupting(conversion, form)
    mark_loop(flow, form.name)
    slots = asked_slots(conversion, form)
    for slot in slots:
        _ask(flow, form, slot, interrupting)
    if not slots:
        flow.then(
            f"{form.name}_to_do",
            "set",
            Set(),
            title=f"To do: {readable(form.name)}",
            note="The slots of this form are named in the source's program, which is not part of "
            "an export: draw a question for each.",
        )
        conversion.account.unmapped(
            "forms",
            form.name,
            form.place,
            "its required slots stand in a program of the customer's",
            "draw the questions in the form's topic",
        )
    else:
        _report(conversion, form, slots, interrupting)
    if conversion.loops_count:
        mark_loop(flow, "")
    program = conversion.training.programs.get(form.name)
    done = acts_of(program, "submit", conversion.known) if program else None
    draw_acts(flow, form.name, done or ())
    conversion.forms[form.name] = flow.first


def fillings(conversion: Conversion, form: Form, slot: str) -> tuple[Filling, ...]:
    """The ways in which a form fills a slot: its own, its program's, or the slot's."""
    known = conversion.training.slots.get(slot)
    program = conversion.training.programs.get(form.name)
    return (
        dict(form.slots).get(slot)
        or (fillings_of(program, slot) if program else ())
        or (known.fillings if known else ())
    )


def _ask(flow: Flow, form: Form, slot: str, interrupting: tuple[str, ...]) -> None:
    conversion = flow.conversion
    ways = fillings(conversion, form, slot)
    guard = _required(conversion, form).get(slot, "")
    check = _check(conversion, form, slot) or Check()
    response = question_of(conversion, form, slot)
    variable = conversion.variables.slot(slot)
    wordings = [one.text for one in response.variations if one.text] if response else []
    buttons = [one for each in response.variations for one in each.buttons] if response else []
    source = response.place if response else f"{form.place}/{slot}"
    if response:
        conversion.drawn.add(response.name)
        for image in [one.image for one in response.variations if one.image][:1]:
            media = (MediaParams(kind="image", url=literal(image)),)
            flow.then(f"{slot}_image", "media", MediaNode(media=media), source=source)
    action = f"action_ask_{form.name}_{slot}"
    action = action if action in conversion.training.actions else f"action_ask_{slot}"
    if not response and is_custom(conversion, action) and action in conversion.actions:
        flow.then(f"call_{action}", "call", Call(target=conversion.actions[action]))
    texts = [template(one, conversion.variables.slot) for one in wordings]
    question = texts[0] if texts else f"{readable(slot)}?"
    leading = [one for one in buttons if not one.url]
    type_ = answer_type(conversion, slot, ways)
    if leading and type_ != "yes_no":
        _choose(flow, slot, question, leading, source, guard)
        return
    ask = Ask(
        question=conversion.text(question),
        alternative=conversion.text(texts[1]) if len(texts) > 1 else {},
        variable=variable,
        type=type_,
        valid=check.valid,
        invalid=_refusal(conversion, check),
        skip_if_known=True,
        retries=0,
        interrupts="always" if interrupting else "never",
        interrupted_by=interrupting,
        resume="drop",
    )
    node = flow.then(f"ask_{slot}", "ask", ask, source=source, title=readable(slot))
    if guard:
        conversion.guards[node] = guard
    for one in leading:
        conversion.account.approximate(
            "buttons", one.title, f"{source}#{one.title}", "the answer is yes or no, typed"
        )


def _check(conversion: Conversion, form: Form, slot: str) -> Check | None:
    """How a program checks the answers for a slot; None where that could not be read."""
    programs = conversion.training.programs
    program = programs.get(f"validate_{form.name}") or programs.get(form.name)
    return check_of(program, slot, conversion.known) if program else Check()


def _refusal(conversion: Conversion, check: Check) -> Text:
    response = conversion.response(check.refuses.response) if check.refuses.response else None
    if response is None:
        return conversion.text(check.refuses.text) if check.refuses.text else {}
    conversion.drawn.add(response.name)
    words = next((one.text for one in response.variations if one.text), "")
    return conversion.text(template(words, conversion.variables.slot))


def _choose(
    flow: Flow, slot: str, question: str, buttons: list[Button], source: str, guard: str
) -> None:
    """Buttons for a slot: what is typed in place of a press is taken too."""
    conversion = flow.conversion
    variable = conversion.variables.slot(slot)
    names = Names(("other", "timeout"))
    known = Case(
        id="known", condition=f"has({variable}) || !({guard})" if guard else f"has({variable})"
    )
    branch = flow.then(f"{slot}_known", "branch", Branch(cases=(known,)), ends=("else",))
    options = tuple(option(conversion, one, names) for one in buttons)
    choices = Choices(
        text=conversion.text(question), options=options, variable=variable, free_text=True
    )
    node = flow.then(
        f"ask_{slot}", "choices", choices, source=source, title=readable(slot), ends=()
    )
    ends = [(branch, "known"), (node, "other")]
    for one, shown in zip(buttons, options, strict=True):
        value = (one.payload or one.title).strip()
        way = flow.fork((node, shown.id))
        way.then(
            f"{slot}_{shown.id}", "set", Set(variables={variable: quoted(value)}), source=source
        )
        ends += way.ends
        conversion.account.exact("buttons", one.title, f"{source}#{one.title}")
    flow.ends = ends


def answer_type(conversion: Conversion, slot: str, ways: tuple[Filling, ...]) -> AnswerType:
    """What a slot's answer is here; any text where the source takes any."""
    known = conversion.training.slots.get(slot)
    if known and known.type == "bool":
        return "yes_no"
    if {one.type for one in ways} == {"from_intent"} and all(
        isinstance(one.value, bool) for one in ways
    ):
        return "yes_no"
    if any(one.type in {"from_text", "custom"} for one in ways) or not ways:
        return "number" if known and known.type == "float" else "text"
    entities = {one.entity or slot for one in ways if one.type == "from_entity"}
    types = {KNOWN[one] for one in entities if one in KNOWN}
    if len(types) == 1 and entities <= KNOWN.keys():
        return types.pop()
    return "text"


def _interrupting(conversion: Conversion, form: Form) -> tuple[str, ...]:
    """The intents that the stories answer while the form is active."""
    found = []
    for intent, turns in conversion.turns.items():
        loops = {value_of(Feature("loop"), turn, conversion.training) for turn in turns}
        if form.name in loops and intent:
            found += [conversion.intents[one] for one in (intent, *conversion.subs(intent))]
    return tuple(dict.fromkeys(found))


def _report(
    conversion: Conversion, form: Form, slots: tuple[str, ...], interrupting: tuple[str, ...]
) -> None:
    how = []
    programs = conversion.training.programs
    if not form.slots and not _required(conversion, form):
        how.append(
            "its slots stand in a program of the customer's: it asks every slot that has a question"
        )
    validator = f"validate_{form.name}"
    if validator in conversion.training.actions and validator not in programs:
        how.append("its program that checks answers is not part of an export")
    if unread := [one for one in slots if _check(conversion, form, one) is None]:
        how.append(f"how its program checks {', '.join(unread)} could not be translated")
    own = programs.get(form.name)
    if own and "submit" in own.methods and acts_of(own, "submit", conversion.known) is None:
        how.append("what its program does in the end could not be translated")
    if interrupting:
        how.append("while it asks, only exact examples of other intents interrupt it")
    missing = [one for one in slots if question_of(conversion, form, one) is None]
    if missing:
        how.append(f"there are no words to ask for {', '.join(missing)}")
    node = conversion.topic_of[form.name]
    if how:
        next_step = "delete the questions that are not its own; write checks in their `valid`"
        conversion.account.approximate(
            "forms", form.name, form.place, "; ".join(how), next_step, node=node
        )
    else:
        conversion.account.exact("forms", form.name, form.place, node=node)
