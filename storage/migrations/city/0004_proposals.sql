-- Broadcasts the city proposes to its wards.

CREATE TABLE proposal (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    login text COLLATE "C" NOT NULL REFERENCES person (login),
    proposed_at timestamptz NOT NULL DEFAULT now()
);
