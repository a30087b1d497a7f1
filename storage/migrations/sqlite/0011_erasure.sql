-- Erasing to the byte: files that must go, the file that must be rebuilt, and whose a question
-- without an answer is, so that it goes with them.

-- Photos nothing refers to any more; overwritten and removed at once.
CREATE TABLE doomed_file (
    name TEXT PRIMARY KEY
) WITHOUT ROWID;

-- One row while something was erased whose bytes may still stand in the file or its log.
CREATE TABLE scrub_owed (
    id INTEGER PRIMARY KEY CHECK (id = 1)
);

-- Staff never see it. Older rows have none and lead back to nobody.
ALTER TABLE unanswered ADD COLUMN contact_id INTEGER REFERENCES contact (id) ON DELETE CASCADE;
CREATE INDEX unanswered_by_contact ON unanswered (contact_id);

-- An open question as staff let others see it; '' while they have not.
ALTER TABLE question ADD COLUMN shown_text TEXT NOT NULL DEFAULT '';
