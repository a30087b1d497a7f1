-- The wards of a city, the processes that serve them, and who serves which. Times are the server's.

CREATE TABLE ward (
    key text COLLATE "C" PRIMARY KEY,       -- in addresses: /w/<key>/
    name text COLLATE "C" NOT NULL,
    schema_name text COLLATE "C" NOT NULL UNIQUE,
    folder text COLLATE "C" NOT NULL,       -- photos and attachments
    host text COLLATE "C" NOT NULL,         -- a name of its own; '' none
    settings text COLLATE "C" NOT NULL,     -- as in a .env, sealed by CITY_KEY
    state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'paused', 'moved')),
    step bigint NOT NULL,                   -- the last migration of its schema that is known of
    version bigint NOT NULL,                -- of this row: another when it was changed
    rests_until timestamptz                 -- nobody takes it before: it is worked on
);
CREATE UNIQUE INDEX ward_host ON ward (host) WHERE host <> '';

CREATE TABLE worker (
    id text COLLATE "C" PRIMARY KEY,
    address text COLLATE "C" NOT NULL,      -- where those that serve reach it
    program text COLLATE "C" NOT NULL,      -- its version
    knows bigint NOT NULL,                  -- the newest migration of a ward it knows
    begun_at timestamptz NOT NULL DEFAULT now(),
    beat_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE lease (
    ward text COLLATE "C" PRIMARY KEY REFERENCES ward (key),
    worker text COLLATE "C" NOT NULL REFERENCES worker (id),
    begun_at timestamptz NOT NULL DEFAULT now(),
    beat_at timestamptz NOT NULL DEFAULT now(),
    ready bigint NOT NULL DEFAULT 0         -- 1: it answers
);
CREATE INDEX lease_worker ON lease (worker);
