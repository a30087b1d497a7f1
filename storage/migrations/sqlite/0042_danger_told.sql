-- A danger somebody told of and when (kind, step, second), none of their words; it is heard for an
-- hour whatever else is answered meanwhile, and forgotten with the conversation.
ALTER TABLE conversation ADD COLUMN danger TEXT;
