-- Packs of answers and figures the city publishes, as they came, and what the ward did with each
-- part of them. What nobody chose yet has no row.
CREATE TABLE city_pack (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,          -- the city's
    day TEXT NOT NULL,
    signer TEXT NOT NULL,
    correction INTEGER NOT NULL DEFAULT 0,   -- something in force is wrong
    body TEXT NOT NULL,                      -- the file, with its signature
    received_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id)   -- who brought it; NULL: it came from the city
);
CREATE TABLE city_pack_choice (
    pack_id INTEGER NOT NULL REFERENCES city_pack (id),
    entry TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('taken', 'left', 'applied')),
    version_id INTEGER REFERENCES entry_version (id),  -- what was made of it
    staff_id INTEGER REFERENCES staff (id),            -- NULL: a correction, by itself
    chosen_at TEXT NOT NULL,
    PRIMARY KEY (pack_id, entry)
);
CREATE INDEX city_pack_version ON city_pack_choice (version_id) WHERE version_id IS NOT NULL;
