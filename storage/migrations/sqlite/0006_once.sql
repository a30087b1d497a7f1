-- Forms that were sent: the same one sent again (a double click, the back button) does nothing twice.
CREATE TABLE once (
    key TEXT PRIMARY KEY,               -- hash of who, where and what was sent
    at TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT ''     -- where the first one led; '' until it is known
) WITHOUT ROWID;

CREATE INDEX once_by_time ON once (at);
