-- Answers as staff write them in the console. The files of the program stay the base; what is
-- published here lies on top of it.

CREATE TABLE entry_version (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,            -- the answer's id, as a file would be called
    topic TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('confirm', 'edit', 'new', 'withdraw', 'undo')),
    state TEXT NOT NULL CHECK (
        state IN ('draft', 'submitted', 'returned', 'published', 'superseded', 'withdrawn')
    ),
    text TEXT NOT NULL,             -- the whole answer, as its file would be
    facts TEXT NOT NULL DEFAULT '', -- facts it brings along, as a file of facts would have them
    base TEXT NOT NULL DEFAULT '',  -- hash of the file it was made beside; '' when there was none
    authors TEXT NOT NULL,          -- JSON: staff who wrote any of it
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    submitted_at TEXT,
    approver_id INTEGER REFERENCES staff (id),
    remark TEXT NOT NULL DEFAULT '',            -- why it was returned
    published_at TEXT,
    ended_at TEXT,                  -- when another took its place
    serial INTEGER NOT NULL DEFAULT 0           -- in what order answers were published; 0: not yet
);

-- Of an answer one version is in the making, and one is in force.
CREATE UNIQUE INDEX entry_open ON entry_version (entry)
    WHERE state IN ('draft', 'submitted', 'returned');
CREATE UNIQUE INDEX entry_in_force ON entry_version (entry) WHERE state = 'published';
CREATE UNIQUE INDEX entry_serial ON entry_version (serial) WHERE serial > 0;
CREATE INDEX entry_versions_of ON entry_version (entry);
