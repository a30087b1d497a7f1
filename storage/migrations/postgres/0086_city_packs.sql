-- Packs of answers and figures the city publishes, as they came, and what the ward did with each
-- part of them. What nobody chose yet has no row.
CREATE TABLE city_pack (
    id bigint PRIMARY KEY,
    number bigint NOT NULL UNIQUE,          -- the city's
    day text COLLATE "C" NOT NULL,
    signer text COLLATE "C" NOT NULL,
    correction bigint NOT NULL DEFAULT 0,   -- something in force is wrong
    body text COLLATE "C" NOT NULL,                      -- the file, with its signature
    received_at text COLLATE "C" NOT NULL,
    staff_id bigint REFERENCES staff (id)   -- who brought it; NULL: it came from the city
);
CREATE TABLE city_pack_choice (
    pack_id bigint NOT NULL REFERENCES city_pack (id),
    entry text COLLATE "C" NOT NULL,
    choice text COLLATE "C" NOT NULL CHECK (choice IN ('taken', 'left', 'applied')),
    version_id bigint REFERENCES entry_version (id),  -- what was made of it
    staff_id bigint REFERENCES staff (id),            -- NULL: a correction, by itself
    chosen_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (pack_id, entry)
);
CREATE INDEX city_pack_version ON city_pack_choice (version_id) WHERE version_id IS NOT NULL;
