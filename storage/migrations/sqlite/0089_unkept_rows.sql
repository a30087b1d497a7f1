-- Rows of a loaded list that were not kept, handed back as a sheet while the import may be taken back.
CREATE TABLE unkept_rows (
    event_id INTEGER NOT NULL REFERENCES event (id),
    loaded_at TEXT NOT NULL,        -- when the import was made: what it added was created then
    row_count INTEGER NOT NULL,         -- of rows
    sheets TEXT NOT NULL,           -- JSON: their cells, and why each was left out
    PRIMARY KEY (event_id, loaded_at)
);
