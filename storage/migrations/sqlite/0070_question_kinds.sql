-- What is sent to the ward: a question, a petition, something seen in the street, a word about the service, praise.
ALTER TABLE question ADD COLUMN kind TEXT NOT NULL DEFAULT 'ask'
    CHECK (kind IN ('ask', 'petition', 'on_site', 'service', 'praise'));
ALTER TABLE question ADD COLUMN urgency TEXT NOT NULL DEFAULT 'usual' CHECK (urgency IN ('usual', 'urgent'));
ALTER TABLE question ADD COLUMN about TEXT
    CHECK (about IN ('time', 'cost', 'manner', 'rules', 'works'));
ALTER TABLE question ADD COLUMN place TEXT NOT NULL DEFAULT '';       -- where it is
ALTER TABLE question ADD COLUMN acknowledge_by TEXT;                  -- somebody is to have it in hand by then
-- Read by nobody but those its asker was told of: ids of staff. They are named before a word is taken.
ALTER TABLE question ADD COLUMN confidential INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question ADD COLUMN readers TEXT NOT NULL DEFAULT '[]';
-- What is to come of it, who may decide it, what came of it, and what shows that.
ALTER TABLE question ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE question ADD COLUMN authority TEXT
    CHECK (authority IN ('ward', 'above', 'other'));
ALTER TABLE question ADD COLUMN result TEXT
    CHECK (result IN ('solved', 'guided', 'passed_up', 'not_ours'));
ALTER TABLE question ADD COLUMN proof TEXT NOT NULL DEFAULT '';
-- What its asker says became of it, and when they are asked once more.
ALTER TABLE question ADD COLUMN outcome TEXT
    CHECK (outcome IN ('done', 'partly', 'not_done'));
ALTER TABLE question ADD COLUMN ask_again_on TEXT;
ALTER TABLE question ADD COLUMN asked_again_on TEXT;                   -- they were
CREATE INDEX question_to_ask_again ON question (ask_again_on) WHERE ask_again_on IS NOT NULL;

-- How much of a question's time was gone, in percent, when those above were last told of it.
CREATE TABLE question_escalation (
    question_id INTEGER PRIMARY KEY REFERENCES question (id) ON DELETE CASCADE,
    answer_by TEXT NOT NULL,        -- another date begins anew
    percent INTEGER NOT NULL,
    at TEXT NOT NULL
);
