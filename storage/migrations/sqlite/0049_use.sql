-- How often an answer was given, beside what people thought of it.
ALTER TABLE rating ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;

-- Staff saw to it: a wording or an answer was written for it, or it needs none.
ALTER TABLE unanswered ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
CREATE INDEX unanswered_waiting ON unanswered (id) WHERE settled = 0;
