-- What somebody types into a form, kept as it is typed until it is saved, dropped or its time is over.
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    place TEXT NOT NULL,            -- which form
    about TEXT NOT NULL,            -- of what: a code, a number; '' for something new
    fields TEXT NOT NULL,           -- JSON: by name of a field, what stood in it
    seen TEXT NOT NULL,             -- what its page was made from, as its form carried it
    opened TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    UNIQUE (staff_id, place, about)
);
CREATE INDEX draft_by_thing ON draft (place, about);
CREATE INDEX draft_by_age ON draft (kept_at);
