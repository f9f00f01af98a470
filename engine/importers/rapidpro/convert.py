"""An export as a bot: names, flows, what starts them, settings, tests."""

import msgspec

from engine.importers.naming import Names, identifier
from engine.importers.protocol import Imported, Options
from engine.importers.rapidpro.campaigns import draw_campaigns, name_plans
from engine.importers.rapidpro.canvases import draw_entry, draw_missing
from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.entries import TOPIC, draw_entries
from engine.importers.rapidpro.flows import draw_flow
from engine.importers.rapidpro.groups import draw_segments
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.rapidpro.place import place_nodes
from engine.importers.rapidpro.runs import write_runs
from engine.importers.rapidpro.source import Export
from engine.importers.rapidpro.waits import settle
from engine.importers.report import Account, Entry, Report
from engine.types.bot import Bot, DefaultMessage, Project, Segment, Topic
from engine.types.limits import LIMITS

PLATFORM = "rapidpro"
DAY_S = 86_400


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of an export that was read."""
    account = Account()
    conversion = Conversion(export, account)
    _report_problems(conversion)
    _declare(conversion)
    for flow in export.flows:
        draw_entry(conversion, flow)
    name_plans(conversion)
    for flow in export.flows:
        draw_flow(conversion, flow)
    settle(conversion)
    names = Names(tuple(conversion.survey.flow_ids.values()))
    if conversion.missing:
        draw_missing(conversion, names.take("missing_flows"))
    catches = draw_entries(conversion, names.take(TOPIC))
    draw_campaigns(conversion, names.take("campaigns"))
    topics = place_nodes(conversion, conversion.drawing.finish())
    bot = _bot(conversion, options, topics, catches)
    report = Report(PLATFORM, export.name, bot.id, tuple(map(_clean, account.entries)))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _clean(entry: Entry) -> Entry:
    """The entry without secrets that stood in the words of the source."""
    words = {
        name: without_secrets(getattr(entry, name), lambda _found: HIDDEN)
        for name in ("name", "how", "next_step")
    }
    return msgspec.structs.replace(entry, **words)


def _declare(conversion: Conversion) -> None:
    survey = conversion.survey
    survey.keep("input_text", "What the person last answered.", "")
    survey.keep("input_files", "The files that came with it.")
    survey.keep("input_place", "The place that was sent.")
    survey.keep("webhook", "The last answer of a service: status and json.")
    survey.keep("trigger_params", "What came with the start of the flow.")
    survey.keep("run_status", "Whether the flow that goes on was completed or has expired.")
    survey.keep("child_status", "The same of the flow that was called last.")
    for code, ours in survey.codes.items():
        if ours:
            conversion.account.exact("languages", code, "localization")
        else:
            why = f"{code!r} is the code of no language that is known; its words were left out"
            conversion.account.unmapped(
                "languages", code, "localization", why, "give the language a known code"
            )


def _bot(conversion: Conversion, options: Options, topics: dict[str, Topic], catches: bool) -> Bot:
    export, survey = conversion.export, conversion.survey
    segments = draw_segments(conversion)
    for topic in topics.values():
        for node in topic.nodes.values():
            name = node.params.get("segment")
            if node.kind in {"notify", "signal"} and isinstance(name, str) and name:
                segments.setdefault(name, Segment(f'contains(contact.tags, "{name}")'))
    tests = write_runs(conversion, topics)
    stem = export.name.rpartition("/")[2]
    name = options.name or (export.flows[0].name if len(export.flows) == 1 else stem)
    longest = max([flow.expire_s for flow in export.flows], default=0)
    return Bot(
        id=options.bot or identifier(stem, "bot"),
        name=name,
        languages=survey.languages,
        language_detection="off",
        session_timeout_s=max(longest, 7 * DAY_S),
        default_message=DefaultMessage(
            related_topic=False, related_intents=False, not_understood=catches
        ),
        variables=dict(sorted(survey.variables.items())),
        fields=dict(sorted(survey.fields.items())),
        constants=dict(sorted(survey.constants.items())),
        segments=dict(sorted(segments.items())),
        queues=tuple(conversion.queues),
        secrets=tuple(sorted(conversion.secrets)),
        limits=_limits(conversion),
        topics=topics,
        tests=tests,
    )


def _limits(conversion: Conversion) -> dict[str, int]:
    """Room for what the platform allowed: longer labels, more of them, longer turns."""
    limits = {"visits_per_turn": 400}
    if conversion.longest_label > LIMITS.option_chars:
        limits["option_chars"] = conversion.longest_label
    if conversion.most_options > LIMITS.options:
        limits["options"] = conversion.most_options
    return limits


def _report_problems(conversion: Conversion) -> None:
    for one in conversion.export.problems:
        if one.lost:
            conversion.account.unmapped(
                one.kind, one.name, one.place, one.how, one.next_step, count=one.count
            )
        else:
            conversion.account.approximate(
                one.kind, one.name, one.place, one.how, one.next_step, count=one.count
            )
