-- The question in the words it is published in: part of the version of the answer somebody else
-- approves; "": nobody has worded it yet.
ALTER TABLE answer ADD COLUMN public_question TEXT NOT NULL DEFAULT '';
