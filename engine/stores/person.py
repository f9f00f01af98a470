"""Which rows speak of a person, as SQL of both databases."""

_OF_CONVERSATION = ("inbox", "outbox", "timers", "handoffs")
# Where a person's conversations stand comes last: it says whose the others' rows are.
_OF_CONTACT = ("sessions", "events", "messages", "contacts", "conversations")


def deletions(mine: str, also: str = "") -> dict[str, str]:
    """A deletion for each table, in order. `mine` is the condition that a row has on its contact,
    `also` what comes before one on its conversation."""
    # The names are the schema's own.
    own = f"SELECT conversation FROM conversations WHERE {mine}"  # noqa: S608 - see above
    return {
        table: f"DELETE FROM {table} WHERE {also}conversation IN ({own})"  # noqa: S608 - see above
        for table in _OF_CONVERSATION
    } | {table: f"DELETE FROM {table} WHERE {mine}" for table in _OF_CONTACT}  # noqa: S608
