"""The runtime's settings: numbers with their units, all of them optional."""

from msgspec import Struct, field

from engine.types.value import Text

APOLOGY: Text = {
    "es": "Lo siento, algo ha fallado. ¿Puede repetirlo con otras palabras?",
    "en": "Sorry, something went wrong. Could you say it in other words?",
    "pt": "Desculpe, algo deu errado. Pode dizer de outra forma?",
}


class Options(Struct, frozen=True):
    """How much the runtime takes at once, keeps in memory, and tries again.

    A commit takes up to `batch` posts and `batch` turns, and stops making turns after
    `turns_s`, so that slow understanding does not hold up who waits for a post's receipt.
    `apology` is sent where a turn failed; empty sends nothing.
    """

    batch: int = 250
    turns_s: float = 0.1
    posts_waiting: int = 20_000
    warm_conversations: int = 20_000
    outbox_in_memory: int = 20_000
    sends_at_once: int = 32
    effects_at_once: int = 32
    tries: int = 8
    first_retry_s: float = 1.0
    longest_retry_s: float = 600.0
    # Inbox rows worked off are kept longer than any provider repeats a post.
    keep_inbox_s: float = 7 * 86_400
    # History of whole days (UTC) before today; 0 keeps all of it.
    history_days: int = 0
    stop_s: float = 20.0
    apology: Text = field(default_factory=lambda: APOLOGY)
