-- What a version of an answer promises, and by when: a correction may promise another day, which
-- counts once it is approved.
ALTER TABLE answer ADD COLUMN promised_on TEXT;

UPDATE answer SET promised_on = (SELECT promised_on FROM question WHERE id = answer.question_id);
