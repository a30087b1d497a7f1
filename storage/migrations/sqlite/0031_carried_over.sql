-- Which conference passed a question on, and to which: its papers keep what was asked there.
CREATE TABLE carried_over (
    question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL REFERENCES event (id),
    to_event_id INTEGER NOT NULL REFERENCES event (id),
    at TEXT NOT NULL,
    PRIMARY KEY (question_id, event_id)
);
CREATE INDEX carried_over_by_event ON carried_over (event_id);
-- Of before this only the first conference is known, and where the question is now.
INSERT INTO carried_over (question_id, event_id, to_event_id, at)
SELECT id, carried_from, event_id, created_at FROM question
WHERE carried_from IS NOT NULL AND event_id IS NOT NULL AND carried_from <> event_id;
