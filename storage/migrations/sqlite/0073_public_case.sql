-- What everybody may read of a question on /phan-anh: words staff prepared, shown once somebody who
-- may approve released them.
CREATE TABLE public_case (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL UNIQUE REFERENCES question (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    author_id INTEGER NOT NULL REFERENCES staff (id),
    written_at TEXT NOT NULL,
    released_by INTEGER REFERENCES staff (id),
    released_at TEXT                -- NULL: nobody but staff reads it
);
CREATE INDEX public_case_released ON public_case (released_at) WHERE released_at IS NOT NULL;
