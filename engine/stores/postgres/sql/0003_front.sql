-- oldest: 1
-- Up to which place of a front's stream each partition's posts lie in the inbox. A stream that was
-- made anew has another name here, and is read from its beginning.

CREATE TABLE front (
    tenant TEXT NOT NULL,
    part SMALLINT NOT NULL,
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (part, tenant)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
