"""Search the company's website and answer with what was found."""

from msgspec import field

from engine.nodes.fields import Params, SiteName, Template, Text, VariableName


class Search(Params, frozen=True, kw_only=True):
    """Searches `site` (of the bot's `sites`) and answers with title, passage and link.

    `intro` is said before the results. `variable` keeps them as a list of objects with
    `title`, `passage` and `url`. Ports: `next`, `empty`, `failed`.
    """

    site: SiteName
    query: Template = "${message.text}"
    limit: int = 3
    intro: Text = field(default_factory=dict)
    variable: VariableName = ""
    silent: bool = False
