"""The reference page of writing advice, written from the rules and the examples of their tests."""

import json
from pathlib import Path
from typing import Any

from engine.project.advice import RULES

EXAMPLES = Path(__file__).parents[1] / "tests" / "project" / "advice"
LANGUAGES = ("es", "en", "pt")
HEAD = """# Writing advice

What the check of a bot says about its texts, while they are written and in `tertulia check`.
A rule would rather say nothing than nag. Each is an issue of the severity *advice*, and each can
be switched off in `bot.json`:

```json
"advice": {"short": false}
```

*This page is written by `python -m docs.generate`.*
"""


def advice() -> str:
    """The page: a heading a rule, why it is one, and examples that read badly and well."""
    return "\n".join([HEAD, *(_rule(name) for name in sorted(RULES))])


def _rule(name: str) -> str:
    rule = RULES[name]
    found = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    rows = [
        f"| {language} | {_first(found['bad'][language])} | {_first(found['good'][language])} |"
        for language in LANGUAGES
    ]
    titles = ", ".join(f"{title} ({language})" for language, title in rule.title.items())
    return "\n".join([
        f"## {name}\n",
        f"*{titles}*\n",
        f"{rule.why['en']} Its issues: [{rule.code}](issues.md#{rule.code}).\n",
        "| | rather not | better |",
        "| --- | --- | --- |",
        *rows,
        "",
    ])  # fmt: skip


def _first(examples: list[Any]) -> str:
    if not examples:
        return ""
    example = examples[0]
    if isinstance(example, list):
        return " · ".join(example)
    text = example if isinstance(example, str) else example["ask"]
    short = text if len(text) <= 90 else f"{text[:90].rstrip()} …"
    return short.replace("\n", " ").replace("$", "\\$").replace("|", "\\|")
