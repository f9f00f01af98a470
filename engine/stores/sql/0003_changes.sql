-- What changed in history after it was written: the end of a session, the status of a message. Who
-- read history before reads only these again. A row's latest change is its only one, so the table
-- is never longer than what it speaks of; numbers are never used twice.
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    seq BIGINT NOT NULL UNIQUE
);
CREATE TRIGGER sessions_changed AFTER UPDATE OF ended_us, end_reason ON sessions BEGIN
    INSERT OR REPLACE INTO changes (seq) VALUES (new.seq);
END;
-- A provider's id comes with the status `sent`, in one commit: one change tells of both.
CREATE TRIGGER messages_changed AFTER UPDATE OF status ON messages BEGIN
    INSERT OR REPLACE INTO changes (seq) VALUES (new.seq);
END;
CREATE TRIGGER sessions_gone AFTER DELETE ON sessions BEGIN
    DELETE FROM changes WHERE seq = old.seq;
END;
CREATE TRIGGER messages_gone AFTER DELETE ON messages BEGIN
    DELETE FROM changes WHERE seq = old.seq;
END;

-- Which store this is: a restored one is another, as its numbers are given anew.
CREATE TABLE identity (store TEXT NOT NULL);
INSERT INTO identity VALUES (lower(hex(randomblob(16))));
