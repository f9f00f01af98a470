"""The colours of figures and reports: those of the front end (frontend/src/theme.css), which a test
holds together."""

from typing import Literal

from msgspec import Struct

Theme = Literal["light", "dark"]


class Colours(Struct, frozen=True):
    """A colour by its meaning, as the front end names it."""

    paper: str
    surface: str
    raised: str
    line: str
    line_strong: str
    ink: str
    ink_2: str
    ink_3: str
    brand: str
    brand_soft: str
    entry: str
    entry_soft: str
    say: str
    ask: str
    logic: str
    act: str
    end: str
    bad: str
    warn: str
    ok: str


FONT = 'Inter, "Segoe UI", Roboto, system-ui, sans-serif'

COLOURS: dict[Theme, Colours] = {
    "light": Colours(
        paper="#f7f5f1", surface="#ffffff", raised="#fffdfa", line="#e5dfd5",
        line_strong="#cfc6b8", ink="#1f2430", ink_2="#586070", ink_3="#666c79", brand="#ad4327",
        brand_soft="#f8e6df", entry="#0f766e", entry_soft="#e2f3f0", say="#2f5fd0", ask="#7247c4",
        logic="#8f5a0c", act="#475569", end="#6b7280", bad="#b42318", warn="#8f5a0c", ok="#2c7a4b",
    ),
    "dark": Colours(
        paper="#14171d", surface="#1c2028", raised="#21262f", line="#2e3440",
        line_strong="#434b5a", ink="#e9ebf0", ink_2="#a6adba", ink_3="#8d95a3", brand="#e07a58",
        brand_soft="#3a2620", entry="#4fc1b4", entry_soft="#173330", say="#8aaaf5", ask="#b79af0",
        logic="#e0ab55", act="#9fb0c6", end="#a4a9b3", bad="#f0857c", warn="#e0ab55", ok="#6fc792",
    ),
}  # fmt: skip
