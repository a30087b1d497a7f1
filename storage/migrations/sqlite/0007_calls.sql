-- Who has to be told something and is told by telephone, because no message reaches them.

-- What each channel that runs may do unasked; written anew at every start. A channel that is not
-- here while others are does not run now.
CREATE TABLE channel_reach (
    channel TEXT PRIMARY KEY,
    arrives INTEGER NOT NULL,       -- a message comes to the person, not to a page they may open
    open_for_s INTEGER              -- seconds after a person's last message; NULL: always
) WITHOUT ROWID;

-- Refers to whom it is about; a name or a number stands only there.
CREATE TABLE call_task (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,       -- once per matter
    registration_id INTEGER REFERENCES registration (id) ON DELETE CASCADE,
    question_id INTEGER REFERENCES question (id) ON DELETE CASCADE,
    message TEXT NOT NULL,          -- the name of the template: what kind of news it is
    text TEXT NOT NULL,             -- what to say
    due_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    outbox_id INTEGER,              -- the message that is to do it; the call is for when it fails
    state TEXT NOT NULL CHECK (state IN ('standby', 'open', 'told', 'unreached', 'settled')),
    done_at TEXT,
    done_by TEXT NOT NULL DEFAULT '',
    CHECK ((registration_id IS NULL) <> (question_id IS NULL))
);

CREATE INDEX call_task_open ON call_task (due_at) WHERE state = 'open';
CREATE INDEX call_task_by_outbox ON call_task (outbox_id) WHERE state = 'standby';
CREATE INDEX call_task_by_registration ON call_task (registration_id);
CREATE INDEX call_task_by_question ON call_task (question_id);

-- Triggers, because messages end in many places (a send, a person who blocked us, a window that
-- closed, a crash): wherever it is, whoever was to be told is not forgotten.
CREATE TRIGGER call_when_not_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'notice' AND NEW.state IN ('refused', 'failed', 'unconfirmed')
 AND coalesce(NEW.error, '') <> 'withdrawn'
BEGIN
    UPDATE call_task SET state = 'open', created_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'standby';
END;

CREATE TRIGGER no_call_when_sent AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'notice' AND (NEW.state = 'sent' OR NEW.error = 'withdrawn')
BEGIN
    DELETE FROM call_task WHERE outbox_id = NEW.id AND state = 'standby';
END;

CREATE TRIGGER no_call_without_message AFTER DELETE ON outbox WHEN OLD.kind = 'notice'
BEGIN
    DELETE FROM call_task WHERE outbox_id = OLD.id AND state = 'standby';
END;

-- Nobody is called about what is nobody's any more.
CREATE TRIGGER no_call_to_anonymous_guest AFTER UPDATE OF anonymised_at ON registration
WHEN NEW.anonymised_at IS NOT NULL
BEGIN
    DELETE FROM call_task WHERE registration_id = NEW.id;
END;

CREATE TRIGGER no_call_to_anonymous_asker AFTER UPDATE OF anonymised_at ON question
WHEN NEW.anonymised_at IS NOT NULL
BEGIN
    DELETE FROM call_task WHERE question_id = NEW.id;
END;
