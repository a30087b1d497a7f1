-- Pieces of answers that are written again and again: of one person, of an office, of the ward.
CREATE TABLE canned_answer (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    basis TEXT NOT NULL,
    reach TEXT NOT NULL CHECK (reach IN ('own', 'office', 'ward')),
    office TEXT NOT NULL,           -- whose it is, where it is an office's
    author_id INTEGER NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES staff (id)
);
