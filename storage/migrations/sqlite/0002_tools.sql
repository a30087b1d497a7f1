-- What an owner asked the tools to remember: a notebook of answers (bands and kinds, never a name
-- or a figure) and the ticks of a checklist.

CREATE TABLE notebook (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    token TEXT NOT NULL UNIQUE,     -- the page's address; nobody can guess it
    answers TEXT NOT NULL,          -- JSON of the answers given
    made_at TEXT NOT NULL
);

CREATE TABLE tick (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    ticked_at TEXT NOT NULL,
    PRIMARY KEY (contact_id, task)
) WITHOUT ROWID;
