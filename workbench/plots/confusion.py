"""Which intents are taken for which."""

import numpy as np
import plotly.graph_objects as go

from engine.nlu.evaluation.by_intent import ConfusionMatrix
from engine.nlu.evaluation.trial import Flags
from workbench.plots.look import Look
from workbench.theme import Theme

# More rows than this are hard to read; those with the most confusions are kept.
_MOST = 30


def plot(
    matrix: ConfusionMatrix, *, theme: Theme = "light", language: str = "en", most: int = _MOST
) -> go.Figure:
    """A square an intent and what it was taken for, darker for a greater share of its phrases;
    what is right on the diagonal in another colour. Of many intents, the most confused."""
    look = Look(theme, language)
    counts = np.array(matrix.counts, dtype=float).reshape(-1, len(matrix.intents))
    rows = _most_confused(counts, most)
    columns = [*rows, len(matrix.intents) - 1] if counts[:, -1].any() else rows
    names = [_name(matrix.intents[at], look) for at in columns]
    shown = counts[np.ix_(rows, columns)]
    shares = shown / np.maximum(counts[rows].sum(axis=1, keepdims=True), 1)
    diagonal: Flags = np.eye(*shares.shape) > 0
    figure = look.figure(
        _alt(counts, matrix.intents, look),
        _squares(shares, shown, diagonal, names, look),
        _squares(shares, shown, ~diagonal, names, look),
        height=max(280, 90 + 19 * len(rows)),
    )
    figure.update_yaxes(autorange="reversed", title_text=look.say("intent"), showgrid=False)
    figure.update_xaxes(title_text=look.say("taken_for"), showgrid=False, tickangle=-45)
    return figure


def _most_confused(counts: np.ndarray, most: int) -> list[int]:
    size = len(counts)
    square = counts[:, :size] * (1 - np.eye(size))
    confused = square.sum(axis=1) + square.sum(axis=0)
    return sorted(np.argsort(-confused, kind="stable")[:most].tolist())


def _squares(
    shares: np.ndarray, counts: np.ndarray, where: Flags, names: list[str], look: Look
) -> go.Heatmap:
    colours = look.colours
    own = bool(where[0, 0]) if where.size else True
    low, high = (colours.surface, colours.entry) if own else (colours.surface, colours.brand)
    written = np.where(where & (counts > 0), counts.astype(int).astype(str), "")
    return go.Heatmap(
        z=np.where(where, shares, np.nan),
        x=names,
        y=names[: len(shares)],
        text=written,
        texttemplate="%{text}" if len(shares) <= _MOST else None,
        textfont={"size": 10},
        customdata=counts,
        hovertemplate="%{y} → %{x}: %{customdata:.0f} (%{z:.0%})<extra></extra>",
        colorscale=[[0, low], [1, high]],
        zmin=0,
        # A fifth of an intent's phrases taken for one other is as bad as it gets.
        zmax=1 if own else 0.2,
        showscale=False,
        xgap=1,
        ygap=1,
        hoverongaps=False,
    )


def _name(intent: str, look: Look) -> str:
    return intent or look.say("nothing")


def _alt(counts: np.ndarray, intents: tuple[str, ...], look: Look) -> str:
    if not counts.size:
        return look.say("no_data")
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    if not wrong.any():
        return look.say("alt_confusion_none")
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    worst = f"{intents[row]} → {_name(intents[column], look)} ({int(wrong[row, column])})"
    return look.say("alt_confusion", count=len(counts), worst=worst)
