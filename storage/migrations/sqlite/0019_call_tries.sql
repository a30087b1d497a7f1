-- Whoever does not answer is called again: the task stays, with how often it was tried.
ALTER TABLE call_task ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call_task ADD COLUMN tried_at TEXT;

-- Who was not reached about a registration, and so was never told, is back on the list. What to say
-- is read from the registration; of a question it may be overtaken.
UPDATE call_task SET state = 'open', tries = 1, tried_at = done_at, done_at = NULL, done_by = ''
    WHERE state = 'unreached' AND registration_id IS NOT NULL;
