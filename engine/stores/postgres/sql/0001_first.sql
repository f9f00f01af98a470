-- The first schema. The tables and names are SQLite's, with two columns more: `tenant`, which
-- every statement carries, so that a distributed PostgreSQL keeps a turn on one shard, and `id`,
-- the order in which the inbox took its rows. `part` is what workers share out. Keys come before
-- the tenant in an index: a planner that takes a tenant for a few rows must not read all of them.

CREATE SEQUENCE numbers AS BIGINT INCREMENT BY 10000 MINVALUE 1 START WITH 1;

CREATE TABLE inbox (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    part SMALLINT NOT NULL,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    contact TEXT NOT NULL,
    event TEXT NOT NULL,
    arrived_us BIGINT NOT NULL,
    done SMALLINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (seq, tenant),
    UNIQUE (external_id, channel, tenant)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX inbox_pending ON inbox (tenant, id) INCLUDE (part) WHERE done = 0;
CREATE INDEX inbox_failed ON inbox (seq, tenant) WHERE done = 2;
CREATE INDEX inbox_arrived ON inbox USING brin (arrived_us);

CREATE TABLE conversations (
    tenant TEXT NOT NULL,
    conversation TEXT NOT NULL,
    part SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    channel TEXT NOT NULL,
    contact TEXT NOT NULL,
    bundle TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_type TEXT NOT NULL,
    live BOOLEAN NOT NULL,
    t_us BIGINT NOT NULL,
    state BYTEA NOT NULL,
    PRIMARY KEY (conversation, tenant)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX conversations_contact ON conversations (contact, tenant);

CREATE TABLE sessions (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    session_id TEXT NOT NULL,
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
    end_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (seq, tenant),
    UNIQUE (session_id, tenant)
);

-- History lies in one table a day, so that old days leave at once; see days.py.
CREATE TABLE events (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
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
) PARTITION BY RANGE (ingest_us);
CREATE TABLE events_other PARTITION OF events DEFAULT;
CREATE INDEX events_conversation ON events (conversation, seq, tenant);

CREATE TABLE messages (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
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
) PARTITION BY RANGE (ingest_us);
CREATE TABLE messages_other PARTITION OF messages DEFAULT;
CREATE INDEX messages_conversation ON messages (conversation, seq, tenant);
CREATE INDEX messages_seq ON messages (seq, tenant);

-- A message's content stays in messages, on the day of `ingest_us`; an effect's is here.
CREATE TABLE outbox (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
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
    ingest_us BIGINT NOT NULL,
    failed SMALLINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (seq, tenant)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_waiting ON outbox (tenant, route, seq) INCLUDE (part) WHERE failed = 0;
CREATE INDEX outbox_failed ON outbox (seq, tenant) WHERE failed = 1;

CREATE TABLE timers (
    tenant TEXT NOT NULL,
    conversation TEXT NOT NULL,
    timer TEXT NOT NULL,
    due_us BIGINT NOT NULL,
    token BIGINT NOT NULL,
    part SMALLINT NOT NULL,
    PRIMARY KEY (conversation, timer, tenant)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX timers_due ON timers (tenant, due_us) INCLUDE (part);

CREATE TABLE handoffs (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    conversation TEXT NOT NULL,
    queue TEXT NOT NULL,
    agent TEXT NOT NULL,
    priority INTEGER NOT NULL,
    note TEXT NOT NULL,
    t_us BIGINT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (seq, tenant)
);
CREATE INDEX handoffs_waiting ON handoffs (tenant, queue, priority, seq) WHERE status = 'waiting';
CREATE INDEX handoffs_conversation ON handoffs (conversation, tenant) WHERE status = 'waiting';

CREATE TABLE contacts (
    tenant TEXT NOT NULL,
    contact TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    fields TEXT NOT NULL,
    tags TEXT NOT NULL,
    first_us BIGINT NOT NULL,
    last_us BIGINT NOT NULL,
    PRIMARY KEY (contact, tenant)
);

-- What was published to the workers of a tenant; the bytes of its bundles.
CREATE TABLE bundles (
    tenant TEXT NOT NULL,
    bundle TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (bundle, tenant)
);
CREATE TABLE publications (
    tenant TEXT NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    publication TEXT NOT NULL,
    PRIMARY KEY (tenant, number)
);
