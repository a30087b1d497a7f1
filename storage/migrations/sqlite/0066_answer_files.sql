-- Files that go with an answer to whoever asked. They stand in the folder of photos.
CREATE TABLE answer_file (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES question (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id),    -- who added it
    answer_id INTEGER REFERENCES answer (id),           -- the first version it went with; NULL: none yet
    name TEXT NOT NULL UNIQUE,      -- of the file, and its address: nobody can guess it
    title TEXT NOT NULL,            -- what people see
    size INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX answer_file_by_question ON answer_file (question_id);
-- Which of them go with a version, in order.
ALTER TABLE answer ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
