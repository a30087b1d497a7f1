-- Groups of businesses staff saved, in words: what a list is narrowed to.
CREATE TABLE business_group (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    wanted TEXT NOT NULL,           -- the filter, as an object of texts
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL
);
