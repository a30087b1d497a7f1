-- The advisory team: who is in it, what each sees to. Duty is of a day, no more of every week; nobody
-- could enter any before. Whoever is away may name who stands in.
CREATE TABLE team_member (
    id INTEGER PRIMARY KEY REFERENCES staff (id),
    subjects TEXT NOT NULL DEFAULT '[]',    -- fields of questions; '[]' for all
    deputy_id INTEGER REFERENCES staff (id)
);
DROP TABLE duty;
CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    day TEXT NOT NULL,
    half TEXT NOT NULL CHECK (half IN ('morning', 'afternoon')),
    subject TEXT NOT NULL,          -- a field of questions; '' for all they see to
    deputy_id INTEGER REFERENCES staff (id)
);
CREATE UNIQUE INDEX duty_once ON duty (day, half, subject, staff_id);
ALTER TABLE absence ADD COLUMN instead_id INTEGER REFERENCES staff (id);
