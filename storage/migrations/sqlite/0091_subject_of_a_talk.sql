-- The answer a talk is about, also where something else was said since: its id.
ALTER TABLE conversation ADD COLUMN about TEXT;
