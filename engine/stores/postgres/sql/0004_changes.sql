-- oldest: 1
-- Who wrote a row of history last: the transaction, an earlier engine's, too. Workers commit out of
-- the order of their numbers, so what is new since somebody read is what his snapshot did not see.
-- Rows of before have none: every snapshot saw them.

CREATE FUNCTION tertulia_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END
$$;

ALTER TABLE sessions ADD COLUMN xid BIGINT;
ALTER TABLE sessions ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX sessions_xid ON sessions USING brin (xid) WITH (pages_per_range = 16, autosummarize);
CREATE TRIGGER sessions_changed BEFORE UPDATE ON sessions
    FOR EACH ROW EXECUTE FUNCTION tertulia_changed();

ALTER TABLE events ADD COLUMN xid BIGINT;
ALTER TABLE events ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX events_xid ON events USING brin (xid) WITH (pages_per_range = 16, autosummarize);

ALTER TABLE messages ADD COLUMN xid BIGINT;
ALTER TABLE messages ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX messages_xid ON messages USING brin (xid) WITH (pages_per_range = 16, autosummarize);
CREATE TRIGGER messages_changed BEFORE UPDATE ON messages
    FOR EACH ROW EXECUTE FUNCTION tertulia_changed();

-- Which store a tenant's rows are: a restored or moved one is another, as its transactions are.
CREATE TABLE identity (
    tenant TEXT NOT NULL,
    store TEXT NOT NULL,
    PRIMARY KEY (tenant)
);
