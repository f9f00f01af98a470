"""Language Generation files: templates with variations, conditions and structures."""

import re

from msgspec import Struct, field

HEADING = re.compile(r"^\s*#\s*([\w.\-]+)\s*(?:\(([^)]*)\))?\s*$")
ALIAS = re.compile(r"^\s*#\s*([\w.\-]+)\s*=\s*(.+)$")
IMPORT = re.compile(r"^\s*\[[^\]]*\]\(([^)]+)\)(?:\s+as\s+([\w.\-]+))?\s*$")
CONDITION = re.compile(
    r"^\s*-\s*(IF|ELSE\s*IF|ELSE|SWITCH|CASE|DEFAULT)\s*:?\s*(?:\$\{(.*)\})?\s*$",
    re.IGNORECASE | re.DOTALL,
)
STRUCTURE = re.compile(r"^\s*\[\s*([\w.]+)\s*(\])?\s*$")
PROPERTY = re.compile(r"^\s*([\w.]+)\s*=\s*(.*?)\s*$", re.DOTALL)
KEPT = re.compile(r"\x00(\d+)\x00")
FENCE = "```"
FENCED = re.compile(r"```(.*?)```", re.DOTALL)
ALWAYS = "true"


class Case(Struct, frozen=True):
    """Variations under a condition; an empty one holds always."""

    condition: str
    variations: tuple[str, ...]


class Structure(Struct, frozen=True):
    """`[Activity ...]`, `[HeroCard ...]`: properties, each with its values in order.

    `spread` are the templates whose properties are taken over where there is none.
    """

    kind: str
    properties: dict[str, tuple[str, ...]]
    spread: tuple[str, ...] = ()


class Template(Struct, frozen=True):
    """A template of a file: its cases in order, or a structure."""

    name: str
    parameters: tuple[str, ...]
    cases: tuple[Case, ...] = ()
    structure: Structure | None = None


class LgFile(Struct):
    """What an .lg file holds. `imports` are file names, with the alias where there is one."""

    templates: dict[str, Template] = field(default_factory=dict)
    imports: list[tuple[str, str]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_lg(text: str) -> LgFile:
    """The templates of a file; what is no template is named among the mistakes."""
    found = LgFile()
    name, parameters, body = "", tuple[str, ...](), list[str]()
    fenced = False
    for line in text.splitlines():
        if fenced or _is_body(line, named=bool(name)):
            body.append(line)
            fenced ^= bool(line.count(FENCE) % 2)
            continue
        heading, alias, link = HEADING.match(line), ALIAS.match(line), IMPORT.match(line)
        if match := heading or alias:
            _close(found, name, parameters, body)
            name, body = match[1], [f"- {alias[2]}"] if alias and not heading else []
            parameters = _parameters(heading[2] or "") if heading else ()
        elif link:
            path = link[1].split("#")[0].replace("\\", "/")
            found.imports.append((path.rpartition("/")[2], link[2] or ""))
        elif line.lstrip().startswith("#"):
            found.mistakes.append(line.strip()[:60])
        elif line.lstrip().startswith("["):
            body.append(line)
    _close(found, name, parameters, body)
    return found


def _is_body(line: str, *, named: bool) -> bool:
    """Whether a line belongs to the template above it, whatever it says."""
    plain = line.strip()
    if not plain or plain.startswith((">", "#", "!#")):
        return False
    return not plain.startswith("[") or bool(named and not IMPORT.match(line))


def _parameters(written: str) -> tuple[str, ...]:
    return tuple(part.split("=")[0].strip() for part in re.split(r"[,;]", written) if part.strip())


def _close(found: LgFile, name: str, parameters: tuple[str, ...], body: list[str]) -> None:
    if not name:
        return
    first = next((line for line in body if line.strip()), "")
    if STRUCTURE.match(first):
        template = Template(name, parameters, structure=_structure(body))
    else:
        template = Template(name, parameters, cases=_cases(body))
        if not template.cases:
            found.mistakes.append(f"# {name}: it says nothing")
    if name in found.templates:
        found.mistakes.append(f"# {name}: it is there twice")
    found.templates.setdefault(name, template)


def _structure(body: list[str]) -> Structure:
    lines = [line for line in body if line.strip()]
    head = STRUCTURE.match(lines[0])
    assert head is not None
    properties: dict[str, tuple[str, ...]] = {}
    spread: list[str] = []
    # A text of several lines is one line for what follows.
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1].strip("\r\n"))
        return f"\x00{len(kept) - 1}\x00"

    for line in FENCED.sub(keep, "\n".join(lines[1:])).splitlines():
        match = PROPERTY.match(line)
        if match and not line.lstrip().startswith("${"):
            values = _values(match[2])
            properties.setdefault(match[1].lower(), tuple(_restored(one, kept) for one in values))
        elif line.strip() not in {"]", ""}:
            spread.append(_restored(line.strip().removesuffix("]").strip(), kept))
    return Structure(head[1], properties, tuple(spread))


def _restored(line: str, kept: list[str]) -> str:
    return KEPT.sub(lambda match: kept[int(match[1])], line)


def _values(written: str) -> list[str]:
    """The values of a property, which `|` parts outside of holes."""
    values, depth, current, before = list[str](), 0, "", ""
    for sign in written:
        depth += (sign == "{" and before == "$") or (sign == "{" and depth > 0)
        depth -= sign == "}" and depth > 0
        if sign == "|" and depth == 0 and before != "\\":
            values.append(current.strip())
            current = ""
        else:
            current += sign
        before = sign
    return [one.replace("\\|", "|") for one in (*values, current.strip()) if one]


def _cases(body: list[str]) -> tuple[Case, ...]:
    cases: list[Case] = []
    condition, switch, current = "", "", list[str]()
    for line in _logical(body):
        match = CONDITION.match(line) if FENCE not in line else None
        if not match:
            if line.lstrip().startswith("-"):
                current.append(_variation(line))
            continue
        if current:
            cases.append(Case(condition, tuple(current)))
        current = []
        word, inside = re.sub(r"\s", "", match[1]).upper(), (match[2] or "").strip()
        if word == "SWITCH":
            switch = inside
        elif word == "CASE":
            condition = f"({switch}) == ({inside})"
        else:
            condition = "" if word in {"ELSE", "DEFAULT"} else inside or ALWAYS
    if current:
        cases.append(Case(condition, tuple(current)))
    return tuple(cases)


def _logical(body: list[str]) -> list[str]:
    """Lines, with those of a fenced text or an open hole joined."""
    lines: list[str] = []
    fenced = False
    for line in body:
        if fenced or (lines and line.strip() and not line.lstrip().startswith("-")):
            lines[-1] += f"\n{line}"
        elif line.strip():
            lines.append(line)
        fenced ^= bool(line.count(FENCE) % 2)
    return lines


def _variation(line: str) -> str:
    text = line.lstrip()[1:].strip()
    if text.startswith(FENCE):
        inner = text[len(FENCE) :]
        inner = inner[: inner.rfind(FENCE)] if FENCE in inner else inner
        return inner.strip("\r\n").strip()
    return text
