-- Which words of a broadcast somebody sent to themselves or read as they will look, in a few letters.
CREATE TABLE broadcast_try (
    broadcast_id INTEGER NOT NULL REFERENCES broadcast (id),
    words TEXT NOT NULL,
    staff_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (broadcast_id, words)
);
-- Texts and audiences of broadcasts that staff keep to use again.
CREATE TABLE kept_writing (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('text', 'audience')),
    name TEXT NOT NULL,
    content TEXT NOT NULL,          -- JSON: fields of the form
    kept_by TEXT NOT NULL,          -- whose name is shown beside it
    kept_at TEXT NOT NULL,
    UNIQUE (what, name)
);
