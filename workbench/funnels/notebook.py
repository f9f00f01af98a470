"""A counted funnel as a notebook that makes the same table and the same figure again."""

import json
import textwrap
from pathlib import Path
from typing import Any

import msgspec

from engine.analytics.funnel import FunnelSpec
from engine.stores.opening import TENANT
from workbench.funnels.counting import Counted

# By language: what the notebook says before its cells.
_SAYS = {
    "es": (
        "Embudo contado por Tertulia. Definición `{digest}`, historial hasta la fila {seq}.",
        "**Conversaciones inventadas**: un historial de demostración.",
    ),
    "en": (
        "A funnel counted by Tertulia. Definition `{digest}`, history up to row {seq}.",
        "**Invented conversations**: a demo history.",
    ),
    "pt": (
        "Funil contado pelo Tertulia. Definição `{digest}`, histórico até a linha {seq}.",
        "**Conversas inventadas**: um histórico de demonstração.",
    ),
}


def notebook(counted: Counted, language: str) -> bytes:
    """The notebook's file. A database's address has no password in it: that is read from the
    environment variable PGPASSWORD, as PostgreSQL's own tools do."""
    cells = [
        _text(_head(counted, language)),
        _code(_opening(counted)),
        _code(_definition(counted.funnel.spec)),
        _code(_COUNT.format(digest=counted.funnel.spec.digest, seq=counted.standing.seq)),
        _code(_FIGURE.format(language=language)),
        _code(_TIMES.format(language=language)),
        _code(_PEOPLE.format(step=len(counted.funnel.spec.steps))),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"funnel-{number}"
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "tertulia": {"digest": counted.funnel.spec.digest, "seq": counted.standing.seq},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _head(counted: Counted, language: str) -> str:
    counts, invented = _SAYS.get(language, _SAYS["en"])
    spec = counted.funnel.spec
    said = counts.format(digest=spec.digest[:12], seq=f"{counted.standing.seq:,}")
    parts = [f"# {spec.name or 'Funnel'}", said]
    if counted.standing.synthetic:
        parts.append(invented)
    return "\n\n".join(parts)


def _opening(counted: Counted) -> str:
    standing = counted.standing
    source = standing.source
    path = Path(source)
    # A file is found from wherever the notebook is opened on this machine.
    written = repr(str(path.resolve()) if path.exists() else source)
    tenant = "" if standing.tenant == TENANT else f", {standing.tenant!r}"
    return f"""
        from engine.analytics.history import History

        # Where the history is: a store in use, postgresql://..., or a folder of Parquet files.
        history = History.open({written}{tenant})
        history.watermark()
        """


def _definition(spec: FunnelSpec) -> str:
    written = msgspec.json.format(msgspec.json.encode(spec), indent=2).decode()
    # What JSON escapes is escaped in a raw text as it is; only three quotes in a row would end it.
    written = written.replace('"""', '\\"\\"\\"')
    return (
        "import msgspec\n\n"
        "from engine.analytics.funnel import FunnelSpec\n\n"
        f'spec = msgspec.json.decode(r"""{written}""", type=FunnelSpec)\n'
        "spec.digest[:12]\n"
    )


_COUNT = """
    from engine.analytics.funnel import count

    funnel = count(spec, history)
    # Another calculation, which shares no algorithm with the first, gives the same for everybody.
    assert count(spec, history, "scan").tries.equals(funnel.tries)
    assert spec.digest == "{digest}"
    if funnel.watermark.seq != {seq}:
        print("The history has gone on since: the numbers may be others.")
    funnel.pandas()
    """

_FIGURE = """
    from msgspec.structs import replace
    from workbench.plots import funnel as bars

    # Everybody together: without the breakdown.
    whole = count(replace(spec, breakdown=None), history)
    bars.plot(whole.rows(), language="{language}")
    """

_TIMES = """
    from engine.analytics.funnel.trend import trend
    from workbench.funnels.trend import points, span_of
    from workbench.plots import trend as over_time

    by = span_of(whole)
    over_time.plot(points(trend(whole.spec, history, by)), by=by, language="{language}")
    """

_PEOPLE = """
    # The people behind a number: exactly those whom the table counts.
    whole.contacts({step}, dropped=True).to_pandas().head(20)
    """


# `Any`: cells as nbformat writes them.
def _text(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    source = textwrap.dedent(text).strip("\n").splitlines(keepends=True)
    empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", **empty, "source": source}
