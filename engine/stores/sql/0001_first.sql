-- The first schema. The same tables and names serve PostgreSQL; `part` is what its workers share
-- out, here one process owns all parts.

CREATE TABLE counter (next BIGINT NOT NULL);
INSERT INTO counter VALUES (1);

CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    part SMALLINT NOT NULL,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    event TEXT NOT NULL,
    arrived_us BIGINT NOT NULL,
    done SMALLINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (channel, external_id)
);
CREATE INDEX inbox_pending ON inbox (seq) WHERE done = 0;
CREATE INDEX inbox_failed ON inbox (seq) WHERE done = 2;

CREATE TABLE conversations (
    conversation TEXT PRIMARY KEY,
    part SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    channel TEXT NOT NULL,
    contact TEXT NOT NULL,
    bundle TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_type TEXT NOT NULL,
    live SMALLINT NOT NULL,
    t_us BIGINT NOT NULL,
    state BLOB NOT NULL
);
CREATE INDEX conversations_contact ON conversations (contact);

CREATE TABLE sessions (
    seq INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    channel TEXT NOT NULL,
    bot TEXT NOT NULL,
    bundle TEXT NOT NULL,
    language TEXT NOT NULL,
    user_type TEXT NOT NULL,
    number BIGINT NOT NULL,
    started_us BIGINT NOT NULL,
    ended_us BIGINT NOT NULL DEFAULT 0,
    end_reason TEXT NOT NULL DEFAULT ''
);

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    session_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    bot TEXT NOT NULL,
    bundle TEXT NOT NULL,
    language TEXT NOT NULL,
    user_type TEXT NOT NULL,
    turn BIGINT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    node TEXT NOT NULL,
    port TEXT NOT NULL,
    intent TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    t_us BIGINT NOT NULL,
    ingest_us BIGINT NOT NULL
);
CREATE INDEX events_conversation ON events (conversation, seq);

CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    session_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    bot TEXT NOT NULL,
    bundle TEXT NOT NULL,
    language TEXT NOT NULL,
    user_type TEXT NOT NULL,
    turn BIGINT NOT NULL,
    direction TEXT NOT NULL,
    author TEXT NOT NULL,
    node TEXT NOT NULL,
    content TEXT NOT NULL,
    status TEXT NOT NULL,
    external_id TEXT NOT NULL,
    t_us BIGINT NOT NULL,
    ingest_us BIGINT NOT NULL
);
CREATE INDEX messages_conversation ON messages (conversation, seq);

-- A message's content stays in messages; an effect's is here. Rows leave when they are sent.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    part SMALLINT NOT NULL,
    kind TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    node TEXT NOT NULL,
    content TEXT NOT NULL,
    due_us BIGINT NOT NULL,
    bundle TEXT NOT NULL,
    bot TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    author TEXT NOT NULL,
    failed SMALLINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_waiting ON outbox (route, seq) WHERE failed = 0;
CREATE INDEX outbox_failed ON outbox (seq) WHERE failed = 1;

CREATE TABLE timers (
    conversation TEXT NOT NULL,
    timer TEXT NOT NULL,
    due_us BIGINT NOT NULL,
    token BIGINT NOT NULL,
    part SMALLINT NOT NULL,
    PRIMARY KEY (conversation, timer)
);
CREATE INDEX timers_due ON timers (due_us);

CREATE TABLE handoffs (
    seq INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    queue TEXT NOT NULL,
    agent TEXT NOT NULL,
    priority INTEGER NOT NULL,
    note TEXT NOT NULL,
    t_us BIGINT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX handoffs_waiting ON handoffs (queue, priority, seq) WHERE status = 'waiting';
CREATE INDEX handoffs_conversation ON handoffs (conversation) WHERE status = 'waiting';

CREATE TABLE contacts (
    contact TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    fields TEXT NOT NULL,
    tags TEXT NOT NULL,
    first_us BIGINT NOT NULL,
    last_us BIGINT NOT NULL
);
