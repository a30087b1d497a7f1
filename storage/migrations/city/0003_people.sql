-- The people of the city who look at its wards' numbers, and what they did.

CREATE TABLE person (
    login text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    password text COLLATE "C" NOT NULL,     -- a hash, slow on purpose
    totp text COLLATE "C" NOT NULL,         -- of the second step, sealed by CITY_KEY
    totp_last bigint NOT NULL DEFAULT 0,    -- each code opens once
    active bigint NOT NULL DEFAULT 1
);

CREATE TABLE session (
    token text COLLATE "C" PRIMARY KEY,     -- a hash
    login text COLLATE "C" NOT NULL REFERENCES person (login),
    begun_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE deed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
