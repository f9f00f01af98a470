"""Every limit of the product, in one place; a bot may lower or raise those of a turn."""

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Counts, characters and seconds, as the names say."""

    visits_per_turn: int = 100
    # All visits of a turn in which loops get on from element to element.
    visits_in_loops: int = 10_000
    options: int = 10
    option_chars: int = 20
    cards: int = 10
    triggers_per_intent: int = 70
    keywords_per_trigger: int = 2
    message_chars: int = 20_000
    text_chars: int = 5_000
    expression_chars: int = 5_000
    expression_depth: int = 90
    expression_brackets: int = 45
    template_chars: int = 100_000
    variable_bytes: int = 65_536
    state_bytes: int = 1_048_576
    stack_frames: int = 20
    deferred_messages: int = 20
    planned_events: int = 100
    tags: int = 500
    tag_chars: int = 100
    suggestions: int = 3
    table_rows: int = 50_000
    table_bytes: int = 20_000_000
    file_bytes: int = 20_000_000
    bundle_files: int = 10_000
    bundle_bytes: int = 500_000_000
    post_bytes: int = 262_144
    answer_bytes: int = 1_048_576


LIMITS = Limits()
