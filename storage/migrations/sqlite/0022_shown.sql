-- When the list of choices was shown: a confirmation asked long ago is asked anew. And a form that
-- came to an end by itself, until the person is told: '<why>:<flow>'.
ALTER TABLE conversation ADD COLUMN shown_at TEXT;
ALTER TABLE conversation ADD COLUMN dropped TEXT;
