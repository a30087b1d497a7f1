-- Talks held in the console: which session has a page open that is told of them as they come, and
-- whose pages make no sound.
ALTER TABLE staff_session ADD COLUMN live_at TEXT;
ALTER TABLE staff ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
