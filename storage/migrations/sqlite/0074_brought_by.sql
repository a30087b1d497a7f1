-- The office that took an opinion down for the ward and hands it in; '' for whatever came another way.
ALTER TABLE question ADD COLUMN brought_by TEXT NOT NULL DEFAULT '';
CREATE INDEX question_brought ON question (brought_by) WHERE brought_by <> '';
