-- Keyed hashes of what was erased from the register at its owner's wish: a list that still has it
-- asks before it brings it back.
CREATE TABLE business_erasure (
    mark TEXT PRIMARY KEY,
    at TEXT NOT NULL
);
