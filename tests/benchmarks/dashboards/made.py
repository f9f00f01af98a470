"""A history of any size, made by DuckDB: the same rows every time."""

from pathlib import Path

import duckdb

# Of each session: events, messages.
EVENTS, MESSAGES = 15, 8
DAYS = 90
START_US = 1_793_595_600_000_000 - DAYS * 86_400_000_000

# A session by its number `i`; `r` and `q` are drawn from it.
SESSION = """
SELECT *, 'c' || (hash(i, 1) % contacts) AS contact,
  'c' || (hash(i, 1) % contacts) || ':' || i AS conversation,
  'c' || (hash(i, 1) % contacts) || ':' || i || ':1' AS session_id,
  ['web', 'web', 'whatsapp', 'whatsapp', 'whatsapp', 'instagram', 'telegram', 'sms'][1 + r % 8]
    AS channel,
  ['clinic', 'shop', 'city'][1 + q % 3] AS bot, 'b1' AS bundle,
  ['es', 'es', 'en', 'pt'][1 + q % 4] AS language,
  CASE WHEN q % 3 = 0 THEN 'returning' ELSE 'new' END AS user_type
FROM (SELECT i, (hash(i, 2) % 1000)::BIGINT AS r,
  (hash(i, 3) % 1000)::BIGINT AS q,
  ({start} + i * {span} // {sessions} + (hash(i, 4) % 3600000000)::BIGINT)::BIGINT AS started_us,
  ({sessions} * 6 // 10)::UBIGINT AS contacts FROM range({sessions}) AS t(i))
"""
WHO = "conversation, contact, session_id, channel, bot, bundle, language, user_type"
EVENT = """
SELECT (i * 24 + j)::BIGINT AS seq, session_id || ':e' || j AS event_id, {who},
  (1 + j)::BIGINT AS turn,
  CASE j WHEN 0 THEN 'session_started' WHEN 1 THEN 'intent' WHEN 2 THEN 'visit' WHEN 3 THEN 'wait'
    WHEN 5 THEN 'set' WHEN 6 THEN CASE WHEN r % 10 = 0 THEN 'not_understood' ELSE 'intent' END
    WHEN 8 THEN CASE WHEN r % 12 = 0 THEN 'handed_over' ELSE 'visit' END
    WHEN 10 THEN CASE WHEN r % 12 = 0 THEN 'received' ELSE 'visit' END
    WHEN 12 THEN CASE WHEN r % 20 = 1 THEN 'rating' WHEN r % 20 = 2 THEN 'event' ELSE 'visit' END
    ELSE 'visit' END AS kind,
  'care' AS topic, 'node' || (hash(i, j) % 40) AS node, '' AS port,
  CASE WHEN j IN (1, 6) THEN 'intent' || (hash(i, j, 1) % 30) ELSE '' END AS intent,
  CASE WHEN j IN (1, 6) THEN (hash(i, j, 2) % 60 + 40) / 100 ELSE 0.0 END AS confidence,
  CASE j WHEN 0 THEN ['', 'CO', 'BR', 'AR', 'MX'][1 + q % 5] WHEN 1 THEN 'classifier'
    WHEN 6 THEN 'keywords' WHEN 8 THEN 'sales' WHEN 10 THEN 'handed_back' WHEN 12 THEN
    CASE WHEN r % 20 = 2 THEN 'campaign' ELSE 'csat' END ELSE '' END AS name,
  CASE j WHEN 5 THEN '{{"plan":"gold"}}' WHEN 8 THEN '{{"agent":"","priority":0}}'
    WHEN 10 THEN '{{"type":"handed_back","agent":"agent' || (q % 25) || '"}}'
    WHEN 12 THEN CASE WHEN r % 20 = 2 THEN '{{"campaign":"spring","stage":"sent"}}'
    ELSE '{{"score":' || (1 + q % 5) || ',"least":1,"most":5}}' END ELSE '' END AS data,
  (started_us + j * 20000000)::BIGINT AS t_us, (started_us + j * 20000000)::BIGINT AS ingest_us
FROM session, range({events}) AS k(j)
"""
MESSAGE = """
SELECT (i * 24 + 15 + j)::BIGINT AS seq, session_id || ':m' || j AS message_id, {who},
  (1 + j // 2)::BIGINT AS turn, CASE WHEN j % 2 = 0 THEN 'in' ELSE 'out' END AS direction,
  CASE WHEN j % 2 = 0 THEN 'person' WHEN r % 12 = 0 AND j = 7 THEN 'agent' ELSE 'bot' END AS author,
  '' AS node, CASE WHEN j % 2 = 0 THEN '{{"type":"said","text":"hola"}}'
    ELSE '{{"text":"un momento","options":[{{"id":"a","label":"A"}}]}}' END AS content,
  CASE WHEN j % 2 = 0 THEN 'received' ELSE ['sent', 'delivered', 'read', 'failed'][1 + q % 4] END
    AS status, '' AS external_id,
  (started_us + j * 30000000 + (j % 2) * ((hash(i, j) % 4000000)::BIGINT - 29000000))::BIGINT
    AS t_us,
  (started_us + j * 30000000)::BIGINT AS ingest_us
FROM session, range({messages}) AS k(j)
"""
SESSIONS = """
SELECT (i * 24 + 23)::BIGINT AS seq, session_id, {who}, 1::BIGINT AS number, started_us,
  CASE WHEN r % 5 = 0 THEN 0 ELSE started_us + 300000000 END::BIGINT AS ended_us,
  CASE WHEN r % 5 = 0 THEN '' ELSE 'archived' END AS end_reason FROM session
"""


def make(folder: Path, events: int) -> None:
    """Writes a history with about so many events into a folder, as Parquet."""
    sessions = events // EVENTS
    whose = SESSION.format(start=START_US, span=DAYS * 86_400_000_000, sessions=sessions)
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"CREATE VIEW session AS {whose}")
        less = WHO.replace("session_id, ", "")
        for name, sql in (
            ("sessions", SESSIONS.format(who=less)),
            ("events", EVENT.format(who=WHO, events=EVENTS)),
            ("messages", MESSAGE.format(who=WHO, messages=MESSAGES)),
        ):
            file = folder / f"{name}.parquet"
            # As in the files of an archive.
            ordered = f"{sql} ORDER BY contact, seq"
            connection.execute(f"COPY ({ordered}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
