"""IBM Watson Assistant: workspaces, dialog skills and whole assistants, as their JSON files."""

from engine.importers.files import Files
from engine.importers.naming import Names
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.report import Account, Report
from engine.importers.watson.convert import convert_skill
from engine.importers.watson.read import looks_like_watson, read_skills
from engine.types.bot import Bot, Project
from engine.types.issue import TertuliaError

PLATFORM = "watson"


class Watson:
    """A bot for each skill of the export."""

    name = PLATFORM
    title = "IBM Watson Assistant"

    def detect(self, source: Files) -> bool:
        return looks_like_watson(source)

    def convert(self, source: Files, options: Options) -> Imported:
        skills, faults = read_skills(source)
        skills = tuple(one for one in skills if one.nodes or one.intents or one.workspace)
        if not skills:
            raise TertuliaError(
                f"{source.name}: not one dialog node, intent or action can be read, of "
                f"{source.summary()}; give the skill's JSON as Watson Assistant exports it"
            )
        bots, names = dict[str, Bot](), Names()
        account = Account()
        for fault in faults:
            account.unmapped("files", fault.name, fault.place, fault.reason, "export it again")
        entries = account.entries
        for skill in skills:
            bot, conversion = convert_skill(skill, options if len(skills) == 1 else Options())
            bots[names.take(bot.id, "bot")] = bot
            entries += conversion.account.entries
        first = next(iter(bots.values()))
        report = Report(PLATFORM, source.name, first.id, tuple(entries))
        return Imported(Project(name=options.name or first.name, bots=bots), report)


IMPORTER: Importer = Watson()
