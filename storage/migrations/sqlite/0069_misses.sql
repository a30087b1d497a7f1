-- How often in a row somebody was not understood.
ALTER TABLE conversation ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;
