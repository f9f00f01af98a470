"""A lone bot's project, which has its name from the bot: one name, not two pieces."""

from msgspec import structs

from engine.types.bot import Project


def unnamed(*projects: Project) -> tuple[Project, ...]:
    """The projects without their names, where each is a lone bot that it is named after."""
    if not all(_is_lone(project) for project in projects):
        return projects
    return tuple(structs.replace(project, name="") for project in projects)


def named(project: Project, *like: Project) -> Project:
    """What came of such projects, named after its bot again."""
    if not all(_is_lone(each) for each in like):
        return project
    names = (bot.name for bot in project.bots.values())
    return structs.replace(project, name=next(names, ""))


def _is_lone(project: Project) -> bool:
    return [bot.name for bot in project.bots.values()] == [project.name]
