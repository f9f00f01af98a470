"""`tertulia check`: everything that is wrong with a bot, each with its place and remedy."""

from pathlib import Path

import click

from engine.service.cli.output import count, fail, say, say_issues, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import Issue, TertuliaError


@command("check", "tertulia check bots/clinic --strict")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@as_json
def run(folder: Path, strict: bool, json: bool) -> None:
    """Checks a bot: flows, names, expressions, texts, triggers, limits, secrets, tests.

    Exits with 2 where the bot cannot run, with 1 under --strict where something should be
    looked at, else with 0.
    """
    from engine.project.check import check
    from engine.project.read import read

    if not folder.is_dir():
        what = "it is a file" if folder.exists() else "nothing is there"
        raise TertuliaError(f"{folder}: {what}; name a bot's folder, or a project of several")
    project, unreadable = read(folder)
    issues = (*unreadable, *(check(project) if project.bots or not unreadable else ()))
    if json:
        say_json(issues)
    else:
        say_issues(issues)
        say(_summary(issues, sum(len(bot.topics) for bot in project.bots.values())))
    severities = {issue.severity for issue in issues}
    if "error" in severities:
        fail(2)
    if strict and "warning" in severities:
        fail(1)


def _summary(issues: tuple[Issue, ...], topics: int) -> str:
    by_severity = [
        count(number, severity, many)
        for severity, many in (("error", ""), ("warning", ""), ("advice", "advice"))
        if (number := sum(issue.severity == severity for issue in issues))
    ]
    return f"{count(topics, 'topic')} checked: {', '.join(by_severity) or 'no issues'}"
