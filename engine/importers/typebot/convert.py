"""An export as bots: those that link to each other together, the others each by itself."""

from msgspec.structs import replace

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.naming import Names, identifier
from engine.importers.protocol import Imported, Options
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.report import Account, Entry, Report
from engine.importers.typebot.circles import open_circles
from engine.importers.typebot.conversion import Conversion
from engine.importers.typebot.events import draw_events, name_events
from engine.importers.typebot.flow import draw_groups
from engine.importers.typebot.languages import language_of
from engine.importers.typebot.place import place_nodes
from engine.importers.typebot.sheet import Sheet
from engine.importers.typebot.source import Export, Typebot
from engine.importers.typebot.texts import rich_text
from engine.types.bot import Bot, DefaultMessage, Project
from engine.types.limits import LIMITS

PLATFORM = "typebot"
HOUR_S = 3600


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of an export that was read."""
    account = Account()
    for one in export.problems:
        account.unmapped(one.kind, one.name, one.place, one.why, one.next_step)
    names = Names()
    bots: dict[str, Bot] = {}
    for together in _families(export):
        wish = options.bot if options.bot and not bots else identifier(together[0].name, "bot")
        bot = _convert(export, together, names.take(wish, "bot"), account)
        bots[bot.id] = bot
    first = next(iter(bots.values()))
    name = options.name or first.name
    if options.name:
        bots[first.id] = _renamed(first, options.name)
    report = Report(PLATFORM, export.name, first.id, tuple(map(_clean, account.entries)))
    return Imported(Project(name=name, bots=bots), report)


def _clean(entry: Entry) -> Entry:
    """The entry without secrets that stood in the words of the source."""
    words = {
        name: without_secrets(getattr(entry, name), lambda _found: HIDDEN)
        for name in ("name", "how", "next_step")
    }
    return replace(entry, **words)


def _families(export: Export) -> list[tuple[Typebot, ...]]:
    """Bots that visit each other; the one that no other visits comes first."""
    links = {bot.id: _links(bot) & {one.id for one in export.bots} for bot in export.bots}
    left, families = list(export.bots), []
    while left:
        seen, waiting = {left[0].id}, [left[0].id]
        while waiting:
            one = waiting.pop()
            near = links[one] | {other for other, to in links.items() if one in to}
            waiting += sorted(near - seen)
            seen |= near
        family = [bot for bot in left if bot.id in seen]
        visited = set().union(*(links[bot.id] - {bot.id} for bot in family))
        family.sort(key=lambda bot: (bot.id in visited, -len(links[bot.id])))
        families.append(tuple(family))
        left = [bot for bot in left if bot.id not in seen]
    return families


def _links(bot: Typebot) -> set[str]:
    return {
        text(block.settings.get("typebotId"))
        for group in bot.groups
        for block in group.blocks
        if block.type == "Typebot link"
    } - {"", "current"}


def _convert(export: Export, bots: tuple[Typebot, ...], name: str, account: Account) -> Bot:
    conversion = Conversion(export, bots, account)
    conversion.language = language_of(_words(bots))
    topics = Names()
    for bot in bots:
        conversion.topics[bot.id] = topics.take(bot.name, "flow")
        conversion.drawing.open_topic(conversion.topics[bot.id], {conversion.language: bot.name})
    sheets = {bot.id: Sheet(conversion, bot) for bot in bots}
    for sheet in sheets.values():
        name_events(conversion, sheet)
    for sheet in sheets.values():
        draw_groups(sheet)
        draw_events(conversion, sheet, main=sheet.bot is bots[0])
    _aim_visits(conversion, sheets)
    for bot in bots:
        _tell_the_rest(conversion, bot)
    drawn = place_nodes(conversion, open_circles(conversion.drawing.finish(), account))
    return Bot(
        id=name,
        name=bots[0].name,
        languages=(conversion.language,),
        language_detection="off",
        session_timeout_s=_timeout_s(bots[0]),
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=conversion.variables.finish(),
        constants=dict(sorted({**conversion.constants, **conversion.variables.constants}.items())),
        secrets=tuple(sorted(conversion.secrets)),
        limits=_limits(conversion),
        topics=drawn,
    )


def _aim_visits(conversion: Conversion, sheets: dict[str, Sheet]) -> None:
    """Where the visits of other bots begin, now that all are drawn."""
    for topic, node, identity, group in conversion.visits:
        sheet = sheets[identity]
        spot = (group, 0) if group in sheet.groups else sheet.start
        target = sheet.entry(spot) or conversion.drawing.names_in(sheet.topic)[0]
        conversion.drawing.aim(topic, node, target)


def _words(bots: tuple[Typebot, ...]) -> list[str]:
    found = []
    for bot in bots:
        for group in bot.groups:
            for block in group.blocks:
                if block.type == "text":
                    found.append(rich_text(block.settings))
                found += [text(item.get("content")) for item in block.items]
    return found


def _timeout_s(bot: Typebot) -> int:
    """How long a silence ends a session; four hours unless the bot says otherwise."""
    hours = mapping(bot.settings.get("whatsApp")).get("sessionExpiryTimeout")
    usable = isinstance(hours, int | float) and not isinstance(hours, bool)
    return max(60, int(hours * HOUR_S)) if usable else 24 * HOUR_S  # type: ignore[arg-type,operator]  # a number, as just looked at


def _limits(conversion: Conversion) -> dict[str, int]:
    """Room for longer labels, more of them, and more cards than here by default."""
    wanted = {
        "option_chars": conversion.longest_label,
        "text_chars": conversion.longest_text,
        "options": conversion.most_options,
        "cards": conversion.most_cards,
    }
    return {name: most for name, most in wanted.items() if most > getattr(LIMITS, name)}


def _tell_the_rest(conversion: Conversion, bot: Typebot) -> None:
    """Variables and settings, which no block accounts for."""
    account = conversion.account
    for name in bot.variables.values():
        account.exact("variables", name, f"{bot.file}#variables")
    general, place = mapping(bot.settings.get("general")), f"{bot.file}#settings"
    if truth(mapping(general.get("rememberUser")).get("isEnabled")):
        how = "variables last as long as the conversation of the contact"
        account.approximate("settings", "remember user", place, how)
    if truth(general.get("isInputPrefillEnabled")):
        how = "an answer given before is not filled in beforehand"
        account.approximate("settings", "prefill input", place, how)
    if text(mapping(bot.settings.get("metadata")).get("customHeadCode")).strip():
        why = "code for the page around the chat is not part of a bot"
        account.unmapped("settings", "head code", place, why, "put it in the page with the webchat")
    if mapping(bot.settings.get("whatsApp")).get("startCondition"):
        why = "which first messages begin the bot on WhatsApp"
        step = "give the intent `startup` a condition"
        account.unmapped("settings", "WhatsApp start condition", place, why, step)
    if bot.theme.get("chat") or bot.theme.get("customCss"):
        how = "colours, avatars and fonts are set with the webchat"
        account.approximate("settings", "theme", place, how)


def _renamed(bot: Bot, name: str) -> Bot:
    return replace(bot, name=name)
