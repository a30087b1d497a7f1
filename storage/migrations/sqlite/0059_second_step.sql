-- Codes for whoever lost the telephone of the second step: each opens an account once.
CREATE TABLE recovery_code (
    staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code TEXT NOT NULL,             -- its hash
    made_at TEXT NOT NULL,
    used_at TEXT,                   -- none: it still opens
    PRIMARY KEY (staff_id, code)
) WITHOUT ROWID;

-- What a session was opened with, in a few words ("Chrome, Windows").
ALTER TABLE staff_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
