-- Whoever was invited on paper is called, too. What was said in a call stands beside the words of
-- each matter, so that taking a call back brings none of them back twice; and a matter that is past
-- is never called about again. Made anew for its CHECK; triggers name the table, none is on it.
CREATE TEMP TABLE kept_call_task AS SELECT * FROM call_task;
DROP TABLE call_task;
CREATE TABLE call_task (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,       -- once per matter
    registration_id INTEGER REFERENCES registration (id) ON DELETE CASCADE,
    question_id INTEGER REFERENCES question (id) ON DELETE CASCADE,
    invitation_id INTEGER REFERENCES invitation (id) ON DELETE CASCADE,
    message TEXT NOT NULL,          -- the name of the template: what kind of news it is
    text TEXT NOT NULL,             -- what to say of this matter
    said TEXT NOT NULL DEFAULT '',  -- what was said in the call, of all its matters
    due_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    outbox_id INTEGER,              -- the message that is to do it; the call is for when it fails
    page_id INTEGER,                -- the message on a page they may open
    state TEXT NOT NULL CHECK (state IN ('standby', 'open', 'told', 'unreached', 'settled')),
    done_at TEXT,
    done_by TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    tried_at TEXT,
    aside INTEGER NOT NULL DEFAULT 0,
    past INTEGER NOT NULL DEFAULT 0,  -- its matter is over: the call is not made again
    CHECK ((registration_id IS NOT NULL) + (question_id IS NOT NULL)
        + (invitation_id IS NOT NULL) = 1)
);
INSERT INTO call_task (id, key, registration_id, question_id, message, text, due_at, created_at,
    outbox_id, page_id, state, done_at, done_by, tries, tried_at, aside, past)
SELECT id, key, registration_id, question_id, message, text, due_at, created_at,
    outbox_id, page_id, state, done_at, done_by, tries, tried_at, aside,
    state IN ('told', 'unreached') AND registration_id IN (SELECT r.id FROM registration AS r
        JOIN event AS e ON e.id = r.event_id WHERE e.state = 'cancelled' OR r.state = 'cancelled')
FROM kept_call_task;
DROP TABLE kept_call_task;

CREATE INDEX call_task_open ON call_task (due_at) WHERE state = 'open';
CREATE INDEX call_task_by_outbox ON call_task (outbox_id) WHERE state = 'standby';
CREATE INDEX call_task_open_by_outbox ON call_task (outbox_id) WHERE state = 'open';
CREATE INDEX call_task_by_page ON call_task (page_id) WHERE state = 'open';
CREATE INDEX call_task_by_registration ON call_task (registration_id);
CREATE INDEX call_task_by_question ON call_task (question_id);
CREATE INDEX call_task_by_invitation ON call_task (invitation_id);
