"""Rows as the columns of a database, in the order in which both databases have them."""

from engine.stores.codec import event_text
from engine.stores.protocol import part
from engine.stores.rows import Arrival, ConversationRow, OutboxRow

Values = tuple[object, ...]


def arrival_values(row: Arrival) -> Values:
    """The columns of a row of the inbox."""
    return (
        row.seq,
        part(row.conversation),
        row.channel,
        row.external_id,
        row.conversation,
        row.contact,
        event_text(row.event),
        row.arrived_us,
    )


def conversation_values(row: ConversationRow) -> Values:
    """The columns of where a conversation stands."""
    return (
        row.conversation,
        part(row.conversation),
        row.version,
        row.channel,
        row.contact,
        row.bundle,
        row.session_id,
        row.user_type,
        row.live,
        row.t_us,
        row.state,
    )


def outbox_values(row: OutboxRow) -> Values:
    """The columns of a row of the outbox."""
    # A message's content lies in history already.
    content = "" if row.kind == "message" else row.content
    return (
        row.seq,
        part(row.conversation),
        row.kind,
        row.route,
        row.key,
        row.conversation,
        row.contact,
        row.node,
        content,
        row.due_us,
        row.bundle,
        row.bot,
        row.attempts,
        row.author,
    )
