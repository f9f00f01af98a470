"""The contract of every node kind: one suite for all, which wants a golden file of each."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import golden
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from node_talk import Talk

from engine.nodes import KINDS, load_kinds
from engine.nodes.fields import Params
from engine.nodes.matching import read_ordinal
from engine.nodes.parts import OptionId
from engine.nodes.protocol import End, Finding, GiveWay, Kind, Leave, Stay
from engine.nodes.roles import walk
from engine.nodes.schema import schema
from engine.types.bot import EntityTable
from engine.types.event import Said
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS

ALL_KINDS = pytest.mark.parametrize("kind", golden.kinds(), ids=lambda kind: kind.name)
GROUPS = {"say", "ask", "decide", "remember", "connect", "people"}
ISSUES = Path(__file__).parents[2] / "docs" / "reference" / "issues.md"


@ALL_KINDS
def test_golden(kind: Kind, update: bool) -> None:
    cases = golden.read_cases(kind.name)
    assert cases, f"kind {kind.name!r} has no golden file: write tests/nodes/{kind.name}.json"
    for case in cases:
        outcome, warnings = golden.play(kind, case)
        found = {"expected": golden.as_json(outcome)} | ({"warnings": warnings} if warnings else {})
        if update:
            case.pop("warnings", None)
            case.update(found)
        wanted = {name: case[name] for name in ("expected", "warnings") if name in case}
        assert found == wanted, f"{kind.name}: {case['name']}"
    if update:
        golden.write_cases(kind.name, cases)


@ALL_KINDS
def test_every_outcome_keeps_the_contract(kind: Kind) -> None:
    for case in golden.read_cases(kind.name):
        params = golden.params_of(kind, case)
        outcome, _ = golden.play(kind, case)
        ports = kind.ports(params)
        assert len(set(ports)) == len(ports)
        final = outcome.otherwise if isinstance(outcome, GiveWay) else outcome
        if isinstance(final, Leave):
            assert final.port in ports, f"{kind.name}: {case['name']}"
        if isinstance(final, Stay):
            assert kind.resume is not None
        if isinstance(final, End):
            assert ports == ()
        if isinstance(outcome, GiveWay):
            assert case["event"]["type"] == "said"
        assert golden.as_json(golden.play(kind, case)[0]) == golden.as_json(outcome)


@ALL_KINDS
def test_params_are_described_and_round_trip(kind: Kind) -> None:
    described = schema(kind)
    Draft202012Validator.check_schema(described)
    validator = Draft202012Validator(described)
    for case in golden.read_cases(kind.name):
        validator.validate(case["params"])
        params = golden.params_of(kind, case)
        encoded = msgspec.json.encode(params)
        assert msgspec.json.decode(encoded, type=kind.params) == params
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**golden.read_cases(kind.name)[0]["params"], "colour": 1}, kind.params)


@ALL_KINDS
def test_a_kind_presents_itself(kind: Kind) -> None:
    assert set(kind.title) == {"es", "en", "pt"}
    assert all(kind.title.values())
    assert kind.group in GROUPS
    assert kind.icon
    assert (kind.params.__doc__ or "").strip()
    assert KINDS[kind.name] is kind


def test_a_page_in_the_golden_files_is_a_kind() -> None:
    assert {path.stem for path in golden.FOLDER.glob("*.json")} == set(KINDS)


SAMPLES = {
    "expression": st.sampled_from(["", "1 == 1", "name", "missing > 2", "name == 'Ana'"]),
    "template": st.sampled_from(
        ["", "hola", "https://example.com/${name}", "${name}", "${no.way}"]
    ),
    "text": st.dictionaries(st.sampled_from(["es", "en"]), st.text(max_size=8), max_size=2),
    "label": st.dictionaries(st.sampled_from(["es", "en"]), st.text(max_size=30), max_size=2),
    "entity_table": st.sampled_from(["", "things"]),
}
PLAIN = {
    str: st.text(max_size=12),
    int: st.integers(-5, 5),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
}


def strategy(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a params field's type, such as people and importers may write."""
    if hint is OptionId:
        return st.sampled_from(["a", "b", "other", "else", "c1"])
    for meta in getattr(hint, "__metadata__", ()):
        if meta.extra and meta.extra["role"] in SAMPLES:
            return SAMPLES[meta.extra["role"]]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return strategy(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(strategy(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(strategy(arguments[0]), strategy(arguments[1]), max_size=3)
    if arguments:
        return st.one_of([strategy(one) for one in arguments])
    return settings_of(hint) if issubclass(hint, Params) else PLAIN[hint]


def settings_of(type_: type[Params]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(type_, include_extras=True)
    return st.fixed_dictionaries({name: strategy(hint) for name, hint in hints.items()}).map(
        lambda values: type_(**values)
    )


def fields_of(finding: Finding, params: Params) -> Iterator[str]:
    yield re.split(r"[.\[]", finding.path)[0]


@ALL_KINDS
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_random_settings_never_make_a_kind_fail(kind: Kind, data: st.DataObject) -> None:
    params = data.draw(settings_of(kind.params))
    found = list(kind.check(params, LIMITS)) if kind.check else []
    for finding in found:
        assert next(fields_of(finding, params)) in params.__struct_fields__, finding
        assert finding.message
        assert finding.remedy
    assert found == (list(kind.check(params, LIMITS)) if kind.check else [])
    for path, role, value in walk(params):
        assert path
        assert role
        assert value
    if {one.severity for one in found} & {"error"}:
        return
    assert len(set(kind.ports(params))) == len(kind.ports(params))
    text = data.draw(st.sampled_from(["sí", "2", "mañana", "ana@example.com", "", "a"]))
    for said in (None, Said(t_us=0, text=text)):
        tables = {name: EntityTable(("thing",), (("mesa",),)) for name in ("", "things")}
        talk = Talk(tables=tables, variables={"name": "Ana"})
        if said is None:
            outcome = kind.enter(params, talk)
        elif kind.resume is not None:
            outcome = kind.resume(params, talk, said)
        final = outcome.otherwise if isinstance(outcome, GiveWay) else outcome
        assert not isinstance(final, Leave) or final.port in kind.ports(params)


def codes() -> set[str]:
    """Every code of a finding or a warning that the kinds' sources write."""
    folder = Path(__file__).parents[2] / "engine" / "nodes"
    found: set[str] = set()
    for path in sorted(folder.rglob("*.py")):
        found |= set(re.findall(r'(?:Finding|\.warn)\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_has_its_heading(code: str) -> None:
    assert f"### {code}\n" in ISSUES.read_text("utf-8"), f"describe {code} in {ISSUES.name}"


def test_kinds_load_without_what_only_some_answers_need() -> None:
    heavy = "babel dateutil phonenumbers rapidfuzz re2 regex numpy"
    probe = f"import engine.nodes, sys; print(*(set('{heavy}'.split()) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", 2),
        ("2.", 0),
        ("la segunda", 2),
        ("opcion 3", 3),
        ("the first one", 1),
        ("numero tres", 3),
        ("a primeira", 1),
        ("1st", 1),
        ("o 4o", 4),
        ("dos pizzas", 0),
        ("hola", 0),
        ("no", 0),
        ("", 0),
    ],
)
def test_ordinals(typed: str, number: int) -> None:
    assert read_ordinal(typed) == number


def test_a_broken_plug_in_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "weather-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: weather\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[tertulia.nodes]\nrain = weather_rain:KIND\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TertuliaError, match=r"'rain' \(weather_rain:KIND\) of weather 1.0.*No mod"):
        load_kinds()
    (tmp_path / "weather_rain.py").write_text("KIND = 7\n")
    with pytest.raises(TertuliaError, match="it gives a int where"):
        load_kinds()
    source = "from engine.nodes.say import KIND as SAY\nfrom msgspec.structs import replace\n"
    (tmp_path / "weather_snow.py").write_text(source + "KIND = replace(SAY, name='snow')\n")
    (package / "entry_points.txt").write_text("[tertulia.nodes]\nsnow = weather_snow:KIND\n")
    assert "snow" in load_kinds()
    (package / "entry_points.txt").write_text("[tertulia.nodes]\nsay = engine.nodes.say:KIND\n")
    with pytest.raises(TertuliaError, match="a node kind 'say' exists already"):
        load_kinds()
